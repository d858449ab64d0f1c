"""Element types that the operation or the annotation refuses."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="dtype-mismatch",
    severity=Severity.ERROR,
    summary="Element types that the operation or the annotation refuses.",
    explanation="""
The shapes fit, the element types don't: a mean of integers, a float used as an index, an integer matrix times a
float one, a bool returned where a float was promised.
""",
    wrong="""
from jaxtyping import Float, Int
from torch import Tensor


def average(counts: Int[Tensor, "batch n"]) -> Float[Tensor, "batch"]:
    return counts.mean(-1)
""",
    right="""
from jaxtyping import Float, Int
from torch import Tensor


def average(counts: Int[Tensor, "batch n"]) -> Float[Tensor, "batch"]:
    return counts.float().mean(-1)
""",
)
