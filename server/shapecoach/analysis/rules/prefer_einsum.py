"""Products whose axes are letters or numbers, where `einops.einsum` names them."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="prefer-einsum",
    severity=Severity.HINT,
    summary="Products whose axes are letters or numbers, where `einops.einsum` names them.",
    explanation="""
`"bhqd,bhkd->bhqk"` is a riddle whose answer stands in the annotations: the letters are axes that have names. einops'
`einsum` takes whole words, so the product reads as what it is, and it is the same `torch.einsum` that does it. In
`q @ k.transpose(-2, -1)` the transpose is there only because `@` wants the summed axis in a certain place; in a pattern
no axis has to be moved.

It is suggested for `torch.einsum`, for `tensordot` along numbered axes, and for a product of stacks of matrices one of
which is transposed for it. A plain `@`, or `x @ w.T` of two matrices, reads well as it is. So do `q @ k.mT` of stacks
and letters with spaces between them, `"b h i d, b h j d -> b h i j"`: there it is suggested only where each axis has a
name of its own to be said, not where queries and keys both have an axis `seq` that would have to be told apart.

Each rewrite was tried: it gives the same shape for all sizes, and the same numbers but for rounding.
""",
    wrong="""
import torch
from jaxtyping import Float
from torch import Tensor


def scores(
    q: Float[Tensor, "batch head query d_head"], k: Float[Tensor, "batch head key d_head"]
) -> Float[Tensor, "batch head query key"]:
    return torch.einsum("bhqd,bhkd->bhqk", q, k)
""",
    right="""
import einops
from jaxtyping import Float
from torch import Tensor


def scores(
    q: Float[Tensor, "batch head query d_head"], k: Float[Tensor, "batch head key d_head"]
) -> Float[Tensor, "batch head query key"]:
    return einops.einsum(q, k, "batch head query d_head, batch head key d_head -> batch head query key")
""",
)
