"""A gather whose index has size 1 along another axis, so that only the first entry of that axis is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.messages import operands, place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.along import axis_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="short-index",
    severity=Severity.WARNING,
    summary="A gather whose index has size 1 along another axis, so that the rest of that axis is never looked at.",
    explanation="""
`gather` doesn't broadcast: along every axis but the one it goes along, it takes as many entries as the index has. An
index that was given an axis with `unsqueeze` or `[..., None]` has one there, and the rest of the tensor is never
looked at. Go along that axis, or expand the index first.
""",
    wrong="""
from jaxtyping import Float, Int
from torch import Tensor


def chosen(log_probs: Float[Tensor, "batch seq vocab"], tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq"]:
    return log_probs.gather(1, tokens[:, :, None]).squeeze(-1)
""",
    right="""
from jaxtyping import Float, Int
from torch import Tensor


def chosen(log_probs: Float[Tensor, "batch seq vocab"], tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq"]:
    return log_probs.gather(-1, tokens[:, :, None]).squeeze(-1)
""",
)


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """The index is 1 along an axis that the gather doesn't go along and that isn't 1 in the tensor."""
    found = axis_of(operation, frozenset({"gather"}))
    tensors = tensors_of((operation.args, operation.kwargs))
    if found is None or len(tensors) != 2:
        return
    at, shapes = found[2], [tensor.shape.dims if tensor.shape is not None else None for tensor in tensors]
    if shapes[0] is None or shapes[1] is None or len(shapes[0]) != len(shapes[1]):
        return
    for axis, (whole, index) in enumerate(zip(shapes[0], shapes[1], strict=True)):
        if axis != at and index.constant == 1 and whole.constant is None and not whole.is_unknown:
            name = walk.shown_dim(whole)
            message = (
                f"`gather` along axis {at} takes only the first entry of {name}, where the index has size 1: "
                f"{operands(walk, operation)}; go along {name}, or expand the index"
            )
            walk.finding(RULE.name, RULE.severity, place(walk, operation), message)
            return
