"""A squeeze without an axis, which also takes away the batch when there is only one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.roles import names_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="open-squeeze",
    severity=Severity.WARNING,
    summary="A squeeze without an axis, which also takes away the batch when there is only one example.",
    explanation="""
`squeeze()` takes away every axis whose size happens to be 1. With one example in the batch, or one token in the
sequence, that axis goes too, and the line works in every test but that one. Say which axis is meant: `squeeze(-1)`.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def values(x: Float[Tensor, "batch d"], w: Float[Tensor, "d 1"]) -> Float[Tensor, "batch"]:
    return (x @ w).squeeze()
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def values(x: Float[Tensor, "batch d"], w: Float[Tensor, "d 1"]) -> Float[Tensor, "batch"]:
    return (x @ w).squeeze(-1)
""",
)


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """One axis is 1, so that one is meant, and a named one may be."""
    tensor = operation.args[0] if operation.args else None
    if operation.name not in ("squeeze", "squeeze_") or len(operation.args) > 1 or operation.kwargs:
        return
    if not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.run is not None:
        return
    ones = [at for at, axis in enumerate(tensor.shape.axes) if isinstance(axis, Axis) and axis.dim.constant == 1]
    names = [name for name in names_of(tensor.shape) if name]
    if len(ones) != 1 or not names:
        return
    meant = ones[0] if ones[0] < len(tensor.shape.axes) - 1 else -1
    message = (
        f"`squeeze()` of {walk.shown(tensor)} takes away {names[0]} too where that is 1; "
        f"say which axis is meant: `squeeze({meant})`"
    )
    walk.finding(RULE.name, RULE.severity, place(walk, operation), message)
