"""A broadcast that makes both operands larger, along the same axis twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.elementwise import ELEMENTWISE
from shapecoach.analysis.messages import operands, place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Module, tensors_of
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="growing-broadcast",
    severity=Severity.WARNING,
    summary="A broadcast that makes both operands larger, along the same axis twice.",
    explanation="""
`(batch,)` against `(batch, 1)` doesn't line up row by row: it gives `(batch, batch)`, every element against every
other. It runs for all sizes and the numbers are wrong; a loss still falls, towards the wrong thing. Where every pair
is meant, say so with an inserted axis: `x[:, None] - y[None, :]`.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def loss(pred: Float[Tensor, "batch 1"], target: Float[Tensor, "batch"]) -> Float[Tensor, ""]:
    return ((pred - target) ** 2).mean()
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def loss(pred: Float[Tensor, "batch 1"], target: Float[Tensor, "batch"]) -> Float[Tensor, ""]:
    return ((pred[:, 0] - target) ** 2).mean()
""",
)


_LOSSES = frozenset(
    "mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits".split()
)
_LOSS_MODULES = frozenset({"torch.nn.MSELoss", "torch.nn.L1Loss", "torch.nn.SmoothL1Loss", "torch.nn.HuberLoss"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """Two operands, each stretched along an axis that the other one has under the same name."""
    if not _pairs_elements(operation):
        return
    tensors = [tensor for tensor in tensors_of((operation.args, operation.kwargs)) if tensor.shape is not None]
    if len(tensors) != 2:
        return
    first, second = tensors[0].shape, tensors[1].shape
    if first is None or second is None or first.run or second.run:
        return
    rank = max(len(first.axes), len(second.axes))
    pairs = list(zip(_aligned(first, rank), _aligned(second, rank), strict=True))
    # An axis of size 1 that the program inserted itself says that every pair is meant.
    grown_first = {right.dim for left, right in pairs if right is not None and _stretches(left, right)}
    grown_second = {left.dim for left, right in pairs if left is not None and _stretches(right, left)}
    # Two numbers may be equal by chance, but nobody takes the loss of every prediction against every target.
    is_loss = _is_loss(operation)
    twice = [dim for dim in grown_first & grown_second if is_loss or dim.constant is None]
    twice = [dim for dim in twice if (dim.symbol or dim.constant) and not dim.is_unknown]
    if not twice:
        return
    name = walk.shown_dim(twice[0])
    result = (
        f", so the result is {walk.shown(value)}"
        if isinstance(value, Tensor) and value.shape and value.shape.axes
        else ""
    )
    message = f"this pairs every {name} with every {name}: {operands(walk, operation)}{result}"
    walk.finding(RULE.name, RULE.severity, place(walk, operation), message)


def _pairs_elements(operation: Operation) -> bool:
    return operation.name.removesuffix("_") in ELEMENTWISE or _is_loss(operation)


def _is_loss(operation: Operation) -> bool:
    module = operation.args[0] if operation.path.endswith("__call__") and operation.args else None
    return module.path in _LOSS_MODULES if isinstance(module, Module) else operation.name in _LOSSES


def _aligned(shape: Shape, rank: int) -> list[Axis | None]:
    axes = [axis for axis in shape.axes if isinstance(axis, Axis)]
    return [*([None] * (rank - len(axes))), *axes]


def _stretches(small: Axis | None, large: Axis) -> bool:
    """Whether an axis that is missing or 1, and that nobody inserted, is stretched to another's size."""
    if large.dim.constant == 1:
        return False
    return small is None or (small.dim.constant == 1 and not small.inserted)
