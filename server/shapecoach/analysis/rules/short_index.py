"""A gather whose index has size 1 along another axis, so that only the first entry of that axis is looked at."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from shapecoach.analysis.definitions import is_settled, written
from shapecoach.analysis.messages import operands, place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.along import axis_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="short-index",
    severity=Severity.WARNING,
    summary="A gather whose index has size 1 along another axis, so that the rest of that axis is never looked at.",
    explanation="""
`gather` doesn't broadcast: along every axis but the one it goes along, it takes as many entries as the index has. An
index that was given an axis with `unsqueeze` or `[..., None]` has one there, and the rest of the tensor is never
looked at. Go along that axis, or expand the index first. An axis that the index was expanded along is the one axis not
to go along: the index says the same all along it.
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
    """The index is 1 along an axis that the gather doesn't go along, or was expanded along the one it does."""
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
    is_long = shapes[1][at].constant != 1 and not shapes[1][at].is_unknown
    if shapes[0][at].constant != 1 and is_long and _is_expanded(walk, operation, at):
        message = (
            f"`gather` goes along axis {at}, and the index was expanded along that axis: it takes the same entry of "
            f"{walk.shown_dim(shapes[0][at])} all along it; go along the axis that the index counts"
        )
        walk.finding(RULE.name, RULE.severity, place(walk, operation), message)


def _is_expanded(walk: Walk, operation: Operation, at: int) -> bool:
    """Whether the index is `something.expand(...)` that had size 1 along an axis."""
    from shapecoach.analysis.expressions import evaluate

    node = operation.node
    given = (
        node.args + [word.value for word in node.keywords if word.arg == "index"] if isinstance(node, ast.Call) else []
    )
    match written(walk, given[-1]) if given else None:
        case ast.Call(func=ast.Attribute(value=inner, attr="expand")) if is_settled(walk, inner):
            with walk.silently():
                before = evaluate(walk, inner)
            dims = before.shape.dims if isinstance(before, Tensor) and before.shape is not None else None
            return dims is not None and at < len(dims) and dims[at].constant == 1
        case _:
            return False
