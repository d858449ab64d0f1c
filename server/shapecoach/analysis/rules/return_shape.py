"""A returned tensor that doesn't have the declared shape."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="return-shape",
    severity=Severity.ERROR,
    summary="A returned tensor that doesn't have the declared shape.",
    explanation="""
The return annotation is a promise to every caller. It is a warning where the promise holds for some sizes only
(two differently named axes would have to be equal), an error where it never holds.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def gram(x: Float[Tensor, "n d"]) -> Float[Tensor, "d d"]:
    return x @ x.T
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def gram(x: Float[Tensor, "n d"]) -> Float[Tensor, "d d"]:
    return x.T @ x
""",
)
