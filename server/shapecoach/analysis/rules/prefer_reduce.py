"""Sums and means along several axes by number, where `reduce` names them."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="prefer-reduce",
    severity=Severity.HINT,
    summary="Sums and means along several axes by number, where `reduce` names them.",
    explanation="""
`x.mean(dim=(2, 3))` says where the axes stand that go away; `reduce(x, "b c h w -> b c", "mean")` says which they are,
and which stay. For blocks the difference is larger: to average patches of an image takes a `view` to six axes and a
`mean` along the right two of them.

It is suggested along several axes, or where the axes are cut or moved first or afterwards, as in
`F.adaptive_avg_pool2d(x, 1).flatten(1)`. Along one axis, `x.sum(-1)` reads well, and so do `F.max_pool2d(x, 2)` and
`x.mean((2, 3), keepdim=True)` alone. Pooling drops what doesn't fill a block, and einops doesn't: it takes part only
where the axes are known to be multiples.

Each rewrite was tried: it gives the same shape for all sizes, and the same numbers but for rounding.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def pooled(x: Float[Tensor, "batch channel height width"]) -> Float[Tensor, "batch channel"]:
    return x.mean(dim=(2, 3))
""",
    right="""
from einops import reduce
from jaxtyping import Float
from torch import Tensor


def pooled(x: Float[Tensor, "batch channel height width"]) -> Float[Tensor, "batch channel"]:
    return reduce(x, "batch channel height width -> batch channel", "mean")
""",
)
