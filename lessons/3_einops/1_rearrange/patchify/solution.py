"""Two axes are cut, then two groups are glued: which patch, `(rows cols)`, and
where in the patch, `(c p1 p2)`.

p1 and p2 are both p, but each needs a name of its own: they are different axes.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def patchify(x: Float[Tensor, "b c H W"], p: int) -> Float[Tensor, "b n k"]:
    return rearrange(x, "b c (rows p1) (cols p2) -> b (rows cols) (c p1 p2)", p1=p, p2=p)
