"""A comment that silences a rule where nothing is found."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="unused-ignore",
    severity=Severity.HINT,
    summary="A comment that silences a rule where nothing is found.",
    explanation="""
`# shapecoach: ignore[rule]` silences that rule on its line. When the line no longer breaks the rule, the comment
hides nothing but the next mistake.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def total(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "batch"]:
    return x.sum(-1)  # shapecoach: ignore[return-shape]
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def total(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "batch"]:
    return x.sum(-1)
""",
)
