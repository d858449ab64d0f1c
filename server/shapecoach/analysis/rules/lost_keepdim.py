"""A square tensor divided by its own sums, which then line up with the wrong axis."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from shapecoach.analysis.definitions import is_settled, written
from shapecoach.analysis.messages import operands, place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.reductions import reduction
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="lost-keepdim",
    severity=Severity.WARNING,
    summary="A square tensor divided by its own sums, which then line up with the wrong axis.",
    explanation="""
A reduction takes its axis away, and what is left lines up from the right: the sums of the rows are laid along the
columns. With axes of different sizes that fails; where the tensor is square it runs, and divides by the wrong sums.
`keepdim=True` keeps the sums where they belong. A write in place, `a /= a.sum(dim=1)`, is stretched in the same way.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def row_stochastic(a: Float[Tensor, "n n"]) -> Float[Tensor, "n n"]:
    return a / a.sum(dim=1)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def row_stochastic(a: Float[Tensor, "n n"]) -> Float[Tensor, "n n"]:
    return a / a.sum(dim=1, keepdim=True)
""",
)

_COMPARES = frozenset("truediv sub div div_ divide subtract sub_ true_divide".split())
_MEASURES = frozenset({"sum", "mean", "std", "norm", "max", "amax", "min", "amin"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """`x / x.sum(1)` and `x -= x.mean(1)` that fit, though the axis that was taken away wasn't the first."""
    if operation.name not in _COMPARES or len(operation.operands) != 2:
        return
    left, right = operation.operands
    taken = reduction(written(walk, right))
    ranks = [tensor.shape.rank if tensor.shape is not None else None for tensor in tensors_of(operation.args)]
    if taken is None or taken.keeps or taken.name not in _MEASURES or len(taken.axes) != 1 or len(ranks) != 2:
        return
    rank = ranks[0]
    if rank is None or ranks[1] != rank - 1 or taken.along(rank) == frozenset({0}):
        return
    is_at_hand = written(walk, right) is right  # and not taken further up, from what may since have changed
    if ast.unparse(_whole(taken.of)) == ast.unparse(left) and (is_at_hand or is_settled(walk, left)):
        message = (
            f"`{taken.name}` takes axis {next(iter(taken.along(rank)))} away, and what is left lines up from the "
            f"right, with another axis than it was taken from: {operands(walk, operation)}; `keepdim=True` keeps it "
            f"in its place"
        )
        walk.finding(RULE.name, RULE.severity, place(walk, operation), message)


_ELEMENTWISE = frozenset({"abs", "exp", "square", "pow", "float", "clamp", "relu"})


def _whole(node: ast.expr) -> ast.expr:
    """What an elementwise method is applied to: `a` of `a.abs()`."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ELEMENTWISE:
        node = node.func.value
    return node
