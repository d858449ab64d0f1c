"""A view of a tensor whose axes don't lie side by side in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="strided-view",
    severity=Severity.ERROR,
    summary="A view of a tensor whose axes don't lie side by side in memory.",
    explanation="""
`transpose`, `permute`, `.T` and a `rearrange` that only moves axes move no number: they change the order in which the
same numbers are read. `view` never moves one either, so it can only merge axes that still lie side by side in memory,
and refuses others: *view size is not compatible with input tensor's size and stride*. `reshape` copies the numbers
where it must, and so do `.contiguous()` and a `rearrange` that merges. `expand` and einops' `repeat` move no number
either: along the axis that they add, the same ones are read again, and no view can merge it with another. It is no more
than a hint where all hangs on how a parameter lies, which may have come in transposed.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def attend(
    pattern: Float[Tensor, "batch heads seq seq"], v: Float[Tensor, "batch heads seq d_head"]
) -> Float[Tensor, "batch seq heads*d_head"]:
    batch, heads, seq, d_head = v.shape
    return (pattern @ v).transpose(1, 2).view(batch, seq, heads * d_head)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def attend(
    pattern: Float[Tensor, "batch heads seq seq"], v: Float[Tensor, "batch heads seq d_head"]
) -> Float[Tensor, "batch seq heads*d_head"]:
    batch, heads, seq, d_head = v.shape
    return (pattern @ v).transpose(1, 2).reshape(batch, seq, heads * d_head)
""",
)


def tell(walk: Walk, operation: Operation, tensor: Tensor) -> None:
    """Say in which order the numbers of the tensor lie, which PyTorch refuses to view anew."""
    assert tensor.shape is not None and tensor.strides is not None
    axes = sorted(zip(tensor.strides.order, tensor.shape.axes, strict=True), key=lambda placed: placed[0])
    shown, lying = walk.shown(tensor), walk.shown(Tensor(Shape(tuple(axis for _, axis in axes))))
    order = f"its numbers still lie in the order {lying}" if lying != shown else "its axes lie in another order there"
    repeated = [tensor.shape.axes[axis] for axis in sorted(tensor.strides.repeated)]
    if repeated:
        names = " and ".join(f"`{walk.shown_dim(axis.dim)}`" for axis in repeated if isinstance(axis, Axis))
        order = f"along {names} the same numbers are only read again"
    elif tensor.strides.presumed:
        order += ", unless they came in another"
    message = (
        f"`{operation.name}` can only merge axes that lie side by side in memory: this is {shown}, and {order}; "
        f"`reshape` copies them where it must"
    )
    severity = Severity.HINT if tensor.strides.presumed else RULE.severity  # it may well have come in transposed
    walk.finding(RULE.name, severity, place(walk, operation), message)
