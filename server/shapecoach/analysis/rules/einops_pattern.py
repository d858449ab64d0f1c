"""An einops pattern that can't be applied to this tensor."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="einops-pattern",
    severity=Severity.ERROR,
    summary="An einops pattern that can't be applied to this tensor.",
    explanation="""
einops refuses the pattern whatever the sizes: an axis appears on one side only, the number of axes differs from
the tensor's, or a length that it needs is missing.
""",
    wrong="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def merge(x: Float[Tensor, "batch seq heads d_head"]) -> Float[Tensor, "batch seq heads*d_head"]:
    return rearrange(x, "b s h d -> b s (h e)")
""",
    right="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def merge(x: Float[Tensor, "batch seq heads d_head"]) -> Float[Tensor, "batch seq heads*d_head"]:
    return rearrange(x, "b s h d -> b s (h d)")
""",
)
