"""The first difference, in words.  A person reads each change to these sentences."""

from typing import Any

import pytest
import torch
from jaxtyping import Float
from torch import Tensor

from shapecoach.lessons.judging.compare import difference
from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.same import same
from shapecoach.lessons.judging.signature import Signature


def columns(x: Float[Tensor, "b s"]) -> Float[Tensor, "s b"]: ...


def moments(x: Float[Tensor, "b s"]) -> tuple[Float[Tensor, ""], Float[Tensor, "s"]]: ...


X = torch.arange(6.0).reshape(2, 3)
INPUTS = Inputs({"x": X}, {"b": 2, "s": 3})


def told(got: Any, wanted: Any = X.T) -> str | None:
    return difference(got, wanted, Signature.of(columns), INPUTS)


@pytest.mark.parametrize(
    ("got", "sentence"),
    [
        (None, "Your function should return a tensor; it returned nothing (is a `return` missing?)."),
        ([1.0], "Your function should return a tensor; it returned a list."),
        (
            X.max(dim=0),
            "Your function should return a tensor; it returned several things in one: `.values`, `.indices`.",
        ),
        (X.flatten(), "Your answer has 1 axis: its shape is (6,). It should have 2 axes, `s b`: shape (3, 2)."),
        (X.sum(), "Your answer has no axes: its shape is (). It should have 2 axes, `s b`: shape (3, 2)."),
        (
            X,
            "The first axis should be `s`, 3 long. Yours is 2 long, which is the size of `b`."
            " Your shape is (2, 3); it should be (3, 2), `s b`.",
        ),
        (
            X.T[:, :1],
            "The second axis should be `b`, 2 long. Yours is 1 long. Your shape is (3, 1); it should be (3, 2), `s b`.",
        ),
        (X.T.long(), "The shape is right, but your answer holds integers (torch.int64); it should hold floats."),
        (
            X.reshape(3, 2),
            "The shape is right, the values are not: 4 of 6 differ. At s=0, b=1 it should be 3, which is `x` at"
            " b=1, s=0; yours is 1, which is `x` at b=0, s=1."
            " All the right values are there, but not in their places.",
        ),
        (
            X.T + 0.5,
            "The shape is right, the values are not: 6 of 6 differ. At s=0, b=0 it should be 0, which is `x` at"
            " b=0, s=0; yours is 0.5.",
        ),
    ],
)
def test_the_first_difference_is_said_in_axis_names(got: Any, sentence: str) -> None:
    assert told(got) == sentence


def test_equal_answers_do_not_differ() -> None:
    assert told(X.T) is None
    assert told(X.T.double()) is None
    assert told(X.T + 1e-7) is None


def test_nothing_is_broadcast() -> None:
    ones = torch.ones(3, 2)
    assert told(torch.ones(3, 1), ones) is not None
    assert told(torch.ones(1, 1), ones) is not None
    assert told(torch.ones(2), ones) is not None


def test_nan_equals_nan_and_nothing_else() -> None:
    nan = torch.full((3, 2), torch.nan)
    assert told(nan, nan) is None
    assert told(torch.zeros(3, 2), nan) is not None
    assert told(nan, torch.zeros(3, 2)) is not None


def test_several_results_are_told_apart() -> None:
    signature = Signature.of(moments)
    wanted = (X.sum(), X.sum(0))
    assert difference((X.sum(), X.sum(0)), wanted, signature, INPUTS) is None
    assert difference(X.sum(), wanted, signature, INPUTS) == (
        "Your function should return 2 things, as a tuple; it returned a single tensor."
    )
    assert difference((X.sum(), X.sum(1)), wanted, signature, INPUTS) == (
        "The second thing returned: The first axis should be `s`, 3 long. Yours is 2 long, which is the size of `b`."
        " Your shape is (2,); it should be (3,), `s`."
    )


def test_numbers_are_compared_as_numbers() -> None:
    assert told(3, 3) is None
    assert told(4, 3) == "Your function returned 4; it should be 3."


def test_same_looks_inside_containers() -> None:
    assert same((X, [X]), (X.clone(), [X.clone()]))
    assert not same((X, [X]), (X, [X + 1]))
    assert not same(X, X.double())
    assert not same(X, 3)


def test_each_axis_of_a_run_is_named() -> None:
    def turned(x: Float[Tensor, "... s"]) -> Float[Tensor, "s ..."]: ...

    x = torch.arange(12.0).reshape(2, 2, 3)
    inputs = Inputs({"x": x}, {"...": 2, "...[0]": 2, "...[1]": 2, "s": 3})
    signature = Signature.of(turned)
    assert difference(x, x.permute(2, 0, 1), signature, inputs) == (
        "The first axis should be `s`, 3 long. Yours is 2 long."
        " Your shape is (2, 2, 3); it should be (3, 2, 2), `s ...[0] ...[1]`."
    )
    assert difference(x.permute(2, 1, 0), x.permute(2, 0, 1), signature, inputs) == (
        "The shape is right, the values are not: 6 of 12 differ. At s=0, ...[0]=0, ...[1]=1 it should be 3, which is"
        " `x` at ...[0]=0, ...[1]=1, s=0; yours is 6, which is `x` at ...[0]=1, ...[1]=0, s=0."
        " All the right values are there, but not in their places."
    )


def test_the_number_of_axes_in_a_run_is_no_axis_size() -> None:
    def last(x: Float[Tensor, "... s"]) -> Float[Tensor, "..."]: ...

    two = Inputs({"x": torch.zeros(3, 7, 5)}, {"...": 2, "...[0]": 3, "...[1]": 7, "s": 5})
    told = difference(torch.zeros(2, 7), torch.zeros(3, 7), Signature.of(last), two)
    assert told is not None and "which is the size of" not in told
