"""What is taken apart along an axis that was merged is not taken apart into millions."""

from __future__ import annotations

from math import prod

import pytest

from shapecoach.probe import Unclear, Works, probe
from shapecoach.probe.call import call
from shapecoach.probe.making import NotProbeableError
from shapecoach.probe.parts import MOST_MADE, parts
from shapecoach.probe.question import Question
from shapecoach.shapes.dim import Dim

from .sizes import number, numbers, rigid, tensor

APART = [
    ("Tensor.split", (number(1),)),
    ("Tensor.split", (number(2), number(0))),
    ("torch.split", (number(3),)),
    ("Tensor.unbind", ()),
    ("torch.unbind", (number(-2),)),
]


def merged(count: int) -> Dim:
    return prod(rigid("a b c d")[:count], start=Dim.of(1))


@pytest.mark.parametrize(("path", "args"), APART)
def test_of_two_axes_into_as_few_as_can_be_made(path: str, args: tuple[Dim, ...]) -> None:
    question = Question(path, (tensor(merged(2), *rigid("other")), *args))
    counts = [parts(path, question.args, {}, witness) for witness in question.witnesses]
    assert all(1 < count <= MOST_MADE for count in counts)
    assert all(call(question, witness) for witness in question.witnesses)


@pytest.mark.parametrize(("path", "args"), APART)
def test_of_many_axes_not_at_all(path: str, args: tuple[Dim, ...]) -> None:
    question = Question(path, (tensor(merged(4), *rigid("other")), *args))
    with pytest.raises(NotProbeableError):
        call(question, question.witnesses[0])
    assert isinstance(probe(path, question.args), Unclear)


@pytest.mark.parametrize("args", [(numbers(2, merged(4) - 2),), (merged(3),)])
def test_a_few_parts_of_a_long_axis_are_no_many(args: tuple[Dim, ...]) -> None:
    assert isinstance(probe("Tensor.split", (tensor(merged(4)), *args)), Works)
