"""Copies along axes that are counted by number, where `repeat` names them."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="prefer-repeat",
    severity=Severity.HINT,
    summary="Copies along axes that are counted by number, where `repeat` names them.",
    explanation="""
To have each key head serve several query heads, PyTorch wants an axis put in, expanded and merged again, and whether
the copies lie side by side or in turn hangs on which side of its axis it was put in. In einops the pattern says it:
`(kv_head copy)` repeats each head, `(copy kv_head)` all of them.

It is suggested where several steps make up one `repeat`, or where the copies are counted by the place of their axis. A
lone `expand`, which is often no more than what broadcasting would do, is left alone, and so is `torch.cat((x, x))`.

Each rewrite was tried: it gives the same shape for all sizes, the same elements, and shares or copies memory alike. So
a `repeat` along a new axis and `torch.stack([x] * n)` are left as they are: PyTorch copies there, and einops doesn't.
`x.repeat(1, n, 1)` is, too: where `n` is 1, PyTorch still makes a copy, and einops gives `x` itself, so that writing
into what came out would change `x`.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def each_group(
    x: Float[Tensor, "batch head seq d"], n_groups: int
) -> Float[Tensor, "batch head*{n_groups} seq d"]:
    b, h, s, d = x.shape
    return x[:, :, None].expand(b, h, n_groups, s, d).reshape(b, h * n_groups, s, d)
""",
    right="""
from einops import repeat
from jaxtyping import Float
from torch import Tensor


def each_group(
    x: Float[Tensor, "batch head seq d"], n_groups: int
) -> Float[Tensor, "batch head*{n_groups} seq d"]:
    return repeat(x, "batch head seq d -> batch (head n_groups) seq d", n_groups=n_groups)
""",
)
