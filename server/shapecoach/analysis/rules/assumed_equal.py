"""An operation that works only if two differently named axes are equal."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="assumed-equal",
    severity=Severity.WARNING,
    summary="An operation that works only if two differently named axes are equal.",
    explanation="""
Axes with different names may have different sizes. This line runs only where two of them happen to be equal, as in
a test with a square example; with other sizes it fails, or broadcasts where nobody meant it to.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def scores(q: Float[Tensor, "batch seq d"], k: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq seq"]:
    return q @ k
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def scores(q: Float[Tensor, "batch seq d"], k: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq seq"]:
    return q @ k.transpose(-2, -1)
""",
)
