"""What is taken for certain of how results lie in memory is so, for operands of many shapes, with and without data."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from shapecoach.analysis import strides
from shapecoach.probe.call import sizes_and_strides
from shapecoach.probe.question import Question
from shapecoach.shapes import tensor as symbolic
from shapecoach.shapes.axis import Shape

TIMES = 200
GIVEN = {"clamp": (0.0,)}
CUTS = frozenset({"view", "reshape", "flatten", "unflatten"})
BINARY = frozenset({"add", "sub", "mul", "truediv"})


def in_order(tensor: Tensor) -> bool:
    """Whether each stride is the number of elements behind it; that of an axis of 1 says nothing."""
    elements = 1
    for size, stride in zip(reversed(tensor.shape), reversed(tensor.stride()), strict=True):
        if size != 1 and stride != elements:
            return False
        elements *= size
    return True


def sizes(chance: random.Random) -> list[int]:
    return [chance.randint(1, 4) for _ in range(chance.randint(1, 4))]


def in_any_order(chance: random.Random, shape: list[int]) -> Tensor:
    axes = list(range(len(shape)))
    chance.shuffle(axes)
    return torch.empty_permuted(shape, axes).normal_()


OWN = {"truediv": torch.div, "masked_fill": lambda one: one.masked_fill(one > 0, 0.0)}


def function(name: str) -> Callable[..., Tensor]:
    return OWN.get(name) or getattr(torch.nn.functional, name, None) or getattr(torch, name)


@pytest.mark.parametrize("device", ["cpu", "meta"])
@pytest.mark.parametrize("name", sorted(strides.KEEPS - CUTS))
def test_what_keeps_the_order(name: str, device: str) -> None:
    chance = random.Random(0)
    for _ in range(TIMES):
        shape = sizes(chance)
        one = torch.randn([size if chance.random() < 0.6 else 1 for size in shape], device=device)
        other = torch.randn([size if chance.random() < 0.6 else 1 for size in shape], device=device)
        given = (one, other) if name in BINARY else (one, *GIVEN.get(name, ()))
        along = {"dim": chance.randrange(len(shape))} if "softmax" in name else {}
        assert in_order(function(name)(*given, **along))


def test_products_lie_in_order_whatever_their_operands_do() -> None:
    chance = random.Random(0)
    for _ in range(TIMES):
        inner, batch = chance.randint(1, 4), [chance.randint(1, 3) for _ in range(3)]
        ranks = sorted((chance.randint(2, 5), chance.randint(2, 5)))
        large = in_any_order(chance, [*batch[5 - ranks[1] :], chance.randint(1, 4), inner])
        small = in_any_order(chance, [*batch[5 - ranks[0] :], inner, chance.randint(1, 4)])
        large.requires_grad_(chance.random() < 0.5)
        small.requires_grad_(chance.random() < 0.5)
        assert in_order((large @ small).detach())
        assert in_order(torch.nn.Linear(inner, 3, bias=chance.random() < 0.5)(large).detach())


def test_nothing_is_said_of_a_small_one_times_a_large_one() -> None:
    """The one product that PyTorch may turn round."""
    small, large, product = (symbolic.Tensor(Shape.of(*shape)) for shape in ((3, 5), (2, 5, 7), (2, 3, 7)))
    for factors, order in (((large, large), symbolic.Strides((0, 1, 2))), ((small, large), None)):
        found = strides.with_strides("operator.matmul", factors, {}, factors, product)
        assert isinstance(found, symbolic.Tensor)
        assert found.strides == order


def test_a_tensor_is_made_to_lie_as_it_says() -> None:
    chance = random.Random(0)
    for _ in range(TIMES):
        shape = [chance.randint(2, 5) for _ in range(chance.randint(1, 5))]
        order = tuple(chance.sample(range(len(shape)), len(shape)))
        repeated = frozenset(axis for axis in range(len(shape)) if chance.random() < 0.3)
        lying = symbolic.Strides(order, repeated)
        question = Question("Tensor.detach", (symbolic.Tensor(Shape.of(*shape)).with_strides(lying),), ())
        found = sizes_and_strides(question, question.witnesses[0])
        assert found is not None and found[0] == tuple(shape)
        assert {axis for axis, stride in enumerate(found[1]) if stride == 0} == repeated
        with_numbers = sorted(set(range(len(shape))) - repeated, key=order.__getitem__)
        lengths = [found[1][axis] for axis in with_numbers]
        assert lengths == sorted(lengths, reverse=True)
        assert not lengths or lengths[-1] == 1
