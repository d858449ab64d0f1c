"""The first difference between values that are no tensors.  A person reads each change to these sentences."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from shapecoach.lessons.judging.plain import plain_difference
from shapecoach.lessons.judging.same import Yielded, same

TOLD: list[tuple[Any, Any, str]] = [
    (4, 3, "Your function returned 4; it should be 3."),
    (1, True, "Your function returned an int: 1. It should be a truth value: True."),
    (2.0, 2, "Your function returned a float: 2.0. It should be an int: 2."),
    (torch.tensor(2), 2, "Your function returned a single tensor. It should be an int: 2."),
    (None, [1], "Your function returned nothing (is a `return` missing?). It should be a list: [1]."),
    ("ab", "abc", "Your function returned 'ab'; it should be 'abc'."),
    ([1, 5, 3], [1, 2, 3], "In what your function returned, `[1]` is 5; it should be 2."),
    ([1, 2], [1, 2, 3], "Your function returned [1, 2], 2 long. It should be 3 long: [1, 2, 3]."),
    ([[1], [2]], [[1], [2, 3]], "In what your function returned, `[1]` is [2], 1 long. It should be 2 long: [2, 3]."),
    ({"a": 1}, {"a": 2}, "In what your function returned, `['a']` is 1; it should be 2."),
    (
        {"a": 1},
        {"a": 1, "b": 2},
        "Your function returned {'a': 1}, without an entry for 'b'. It should have one: 2.",
    ),
    ({"a": 1, "B": 2}, {"a": 1}, "Your function returned {'B': 2, 'a': 1}. The entry for 'B' should not be there."),
    ((3, 4), (3,), "Your function returned (3, 4), 2 long. It should be 1 long: (3,)."),
    ([1], Yielded([1]), "Your function returned a list: [1]. It should be a generator: a generator of [1]."),
    (
        [torch.zeros(2)],
        [torch.zeros(3)],
        "In what your function returned, `[0]` is a tensor of shape (2,); the shape should be (3,).",
    ),
]


@pytest.mark.parametrize(("got", "wanted", "told"), TOLD, ids=[told[2][:40] for told in TOLD])
def test_the_first_difference(got: Any, wanted: Any, told: str) -> None:
    assert plain_difference(got, wanted) == told


def test_what_is_the_same_has_no_difference() -> None:
    for value in (3, "a", [1.0, float("nan")], {"a": [1, 2]}, (), Yielded([1]), None, [torch.ones(2)]):
        assert plain_difference(value, value) is None
    assert plain_difference([0.1 + 0.2], [0.3]) is None


def test_a_long_value_is_cut_short() -> None:
    told = plain_difference(list(range(1000)), list(range(999)))
    assert told is not None and len(told) < 300


class Thing:
    def __init__(self, part: Any) -> None:
        self.part = part


def test_objects_are_the_same_if_their_parts_are() -> None:
    assert same(Thing([1, torch.ones(2)]), Thing([1, torch.ones(2)]))
    assert not same(Thing(1), Thing(2))
    loop, other = Thing(None), Thing(None)
    loop.part, other.part = loop, other
    assert not same(loop, other)


def test_modules_are_the_same_if_weights_and_mode_are() -> None:
    one, other = torch.nn.Linear(2, 3), torch.nn.Linear(2, 3)
    assert not same(one, other)
    other.load_state_dict(one.state_dict())
    assert same(one, other)
    assert not same(one, other.eval())


def test_generators_of_random_numbers_are_the_same_in_the_same_state() -> None:
    one, other = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    assert same(one, other)
    torch.rand(1, generator=one)
    assert not same(one, other)


def test_an_int_will_do_for_a_float_and_a_size_for_a_tuple() -> None:
    assert same(3, 3.0) and same([0], [0.0]) and same(torch.zeros(2, 3).shape, (2, 3))
    assert not same(3.0, 3) and not same(True, 1.0) and not same(4, 3.0) and not same([2, 3], (2, 3))
