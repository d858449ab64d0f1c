"""A shape string that jaxtyping doesn't accept."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="annotation-syntax",
    severity=Severity.ERROR,
    summary="A shape string that jaxtyping doesn't accept.",
    explanation="""
Axes are separated by spaces: `"batch seq d_model"`. An axis is a name, a number, `name=4`, an expression without
spaces such as `2*d`, `*name` or `...` for a run of axes (at most one), or `_` for any size.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch, seq"]) -> Float[Tensor, "batch"]:
    return x.sum(-1)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "batch"]:
    return x.sum(-1)
""",
)
