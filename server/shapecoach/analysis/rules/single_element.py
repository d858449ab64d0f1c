"""A softmax, a standard deviation or the like along an axis of size 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.agreements import note_doubt
from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.along import axis_of, dim_at
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="single-element",
    severity=Severity.WARNING,
    summary="A softmax, a standard deviation or the like along an axis of size 1.",
    explanation="""
Along an axis of size 1 there is nothing to compare: a softmax gives 1 everywhere, an argmax 0, a standard deviation
nan (or 0). The axis that was meant is another one, or this one was reduced already, with `keepdim=True`.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def weights(x: Float[Tensor, "batch seq d"], w: Float[Tensor, "d 1"]) -> Float[Tensor, "batch seq 1"]:
    return (x @ w).softmax(dim=-1)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def weights(x: Float[Tensor, "batch seq d"], w: Float[Tensor, "d 1"]) -> Float[Tensor, "batch seq 1"]:
    return (x @ w).softmax(dim=1)
""",
)

_GIVES = {
    "softmax": "1 everywhere",
    "log_softmax": "0 everywhere",
    "softmin": "1 everywhere",
    "argmax": "0 everywhere",
    "argmin": "0 everywhere",
    "std": "nan, or 0 where `correction=0`",
    "var": "nan, or 0 where `correction=0`",
    "normalize": "1 or -1 everywhere",
}


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """The axis it goes along is written with size 1, or was made 1 by the program."""
    found = axis_of(operation, frozenset(_GIVES))
    if found is None:
        return
    name, tensor, at = found
    is_one = dim_at(tensor, at).constant == 1
    says = f"`{name}` along axis {at} of {walk.shown(tensor)} gives {_GIVES[name]}: that axis has one element only"
    note_doubt(walk, RULE.name, says if is_one else "", place(walk, operation))
