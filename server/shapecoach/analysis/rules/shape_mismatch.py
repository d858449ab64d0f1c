"""An operation whose shapes no sizes can make fit."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="shape-mismatch",
    severity=Severity.ERROR,
    summary="An operation whose shapes no sizes can make fit.",
    explanation="""
The operation was tried with every axis at a size of its own, and then with all the equalities that might help.
Nothing works: the number of axes is wrong, two fixed sizes differ, or an axis meets itself plus something.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def smooth(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "batch seq"]:
    return x + x[:, 1:]
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def differences(x: Float[Tensor, "batch seq"]) -> Float[Tensor, "batch seq-1"]:
    return x[:, 1:] - x[:, :-1]
""",
)
