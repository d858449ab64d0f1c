"""An argument that doesn't have the shape its parameter declares."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="argument-shape",
    severity=Severity.ERROR,
    summary="An argument that doesn't have the shape its parameter declares.",
    explanation="""
A call is checked against the function's own annotation: each axis name stands for one size in the whole call.
It is a warning where the call works for some sizes only, an error where it never does.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def project(x: Float[Tensor, "batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "batch k"]:
    return x @ w


def use(x: Float[Tensor, "batch d_in"], w: Float[Tensor, "d_out d_in"]) -> Float[Tensor, "batch d_out"]:
    return project(x, w)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def project(x: Float[Tensor, "batch d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "batch k"]:
    return x @ w


def use(x: Float[Tensor, "batch d_in"], w: Float[Tensor, "d_out d_in"]) -> Float[Tensor, "batch d_out"]:
    return project(x, w.T)
""",
)
