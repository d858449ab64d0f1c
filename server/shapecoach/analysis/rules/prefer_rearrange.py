"""Axes that are moved, cut and merged by number, where `rearrange` names them."""

from __future__ import annotations

from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule

RULE = Rule(
    name="prefer-rearrange",
    severity=Severity.HINT,
    summary="Axes that are moved, cut and merged by number, where `rearrange` names them.",
    explanation="""
`x.view(b, s, h, d).transpose(1, 2)` is right, and says so only to a reader who knows what axis 1 is at this point. A
`rearrange` says it all in one line: which axes come in, how one is cut, where each goes. It checks the rank and every
length that it is given, and it needs no `contiguous()`. Where the order of two axes is mixed up, the pattern shows it,
and a `view` does not.

It is suggested where there is something to count: several steps, a `permute` or `movedim` by numbers, a `view` with
several lengths. `x.T`, a `transpose` of the last two axes, a lone `unsqueeze`, `flatten(1)` and `view(b, -1)` read
well as they are, and so does `x.view(height, width)` of a tensor with one axis, which names all that comes out. Where
an axis has no name, it isn't: a letter in its place would tell nobody anything.

A list is taken as it is, its own axis first: `torch.stack([-y, x], dim=-1).flatten(-2)` becomes `rearrange([-y, x],
"pair ... d -> ... (d pair)")`, which shows that the two alternate. A `stack` or a `cat` by itself reads well. `pack` is
never suggested: `torch.cat([x.flatten(1), y], 1)` is as short, and the shapes that `pack` hands back are of use only
where the parts are taken out again, which is for a person to see. Two `rearrange`s in a row are left alone, too: each
says its own.

A line like `b, s, d = x.shape` goes with the last use of its names: the pattern says as much, and checks it. It stays
where it is all that tells the shape of a tensor without an annotation.

Each rewrite was tried: it gives the same shape for all sizes, the same elements, and lies in memory alike.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def split_heads(
    x: Float[Tensor, "batch seq {n_heads}*{d_head}"], n_heads: int, d_head: int
) -> Float[Tensor, "batch {n_heads} seq {d_head}"]:
    return x.view(x.shape[0], x.shape[1], n_heads, d_head).transpose(1, 2)
""",
    right="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def split_heads(
    x: Float[Tensor, "batch seq {n_heads}*{d_head}"], n_heads: int, d_head: int
) -> Float[Tensor, "batch {n_heads} seq {d_head}"]:
    return rearrange(x, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)
""",
)
