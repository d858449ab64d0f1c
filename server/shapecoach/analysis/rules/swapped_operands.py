"""Two einsum operands that stand in each other's place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.patterns import einsum_pattern
from shapecoach.analysis.rules.roles import role_of
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="swapped-operands",
    severity=Severity.WARNING,
    summary="Two einsum operands that stand in each other's place.",
    explanation="""
The operands are called after a query and a key, and so are the axes of the pattern, but the other way round. The
shape is the same either way, and the scores come out transposed.
""",
    wrong="""
from einops import einsum
from jaxtyping import Float
from torch import Tensor


def scores(q: Float[Tensor, "batch seq d"], k: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq seq"]:
    return einsum(k, q, "batch seq_q d, batch seq_k d -> batch seq_q seq_k")
""",
    right="""
from einops import einsum
from jaxtyping import Float
from torch import Tensor


def scores(q: Float[Tensor, "batch seq d"], k: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq seq"]:
    return einsum(q, k, "batch seq_q d, batch seq_k d -> batch seq_q seq_k")
""",
)


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """The operand called k carries the axis called q, and the one called q the axis called k."""
    read = einsum_pattern(operation.path, operation.args)
    if read is None or len(operation.operands) != 2 or len(read[0].inputs) != 2:
        return
    names = [role_of(node.id) if isinstance(node, ast.Name) else None for node in operation.operands]
    if set(names) != {"q", "k"}:
        return
    letters = [{letter for axis in side for letter in axis} for side in read[0].inputs]
    own = [{role for letter in side - other if (role := role_of(letter))} for side, other in (letters, letters[::-1])]
    if own[0] == {names[1]} and own[1] == {names[0]}:
        first, second = (node.id for node in operation.operands if isinstance(node, ast.Name))
        message = (
            f"`{first}` and `{second}` stand in each other's place: the pattern gives `{first}` the axis called "
            f"`{_letter(letters[0] - letters[1], names[1])}`; the scores come out transposed"
        )
        walk.finding(RULE.name, RULE.severity, place(walk, operation), message)


def _letter(letters: set[str], role: str | None) -> str:
    return next(letter for letter in sorted(letters) if role_of(letter) == role)
