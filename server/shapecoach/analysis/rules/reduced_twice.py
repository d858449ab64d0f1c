"""A reduction along an axis that was reduced just before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.definitions import written
from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.reductions import reduction
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="reduced-twice",
    severity=Severity.WARNING,
    summary="A reduction along an axis that was reduced just before.",
    explanation="""
With `keepdim=True` a reduced axis stays as one of size 1, and the numbers of the others stay what they were. A second
reduction along that axis has one element to go over, and the axis that was meant is left as it is.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def total(loss: Float[Tensor, "batch seq vocab"]) -> Float[Tensor, "batch seq"]:
    return loss.mean(dim=-1, keepdim=True).sum(dim=-1)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def total(loss: Float[Tensor, "batch seq vocab"]) -> Float[Tensor, "batch 1"]:
    return loss.mean(dim=-1, keepdim=True).sum(dim=1)
""",
)

_REDUCE = frozenset("sum mean prod amax amin logsumexp nansum nanmean norm all any".split())


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """All the axes it goes along were kept, at size 1, by the reduction that it is written behind.

    Behind a name for that reduction, one without `keepdim=True` may be a way to squeeze.
    """
    if operation.name not in _REDUCE:
        return
    second = reduction(operation.node)
    tensor = operation.args[0] if operation.args else None
    if second is None or second.name != operation.name or not isinstance(tensor, Tensor) or tensor.shape is None:
        return
    first = reduction(written(walk, second.of) if second.keeps else second.of)
    rank = tensor.shape.rank
    if first is None or first.name not in _REDUCE or not first.keeps or not rank:
        return
    again = second.along(rank)
    if again and again <= first.along(rank):
        axes = ("axis " if len(again) == 1 else "axes ") + " and ".join(map(str, sorted(again)))
        message = (
            f"`{second.name}` along {axes} of {walk.shown(tensor)} has one element to go over: "
            f"`{first.name}` with `keepdim=True` has reduced that already"
        )
        walk.finding(RULE.name, RULE.severity, place(walk, operation), message)
