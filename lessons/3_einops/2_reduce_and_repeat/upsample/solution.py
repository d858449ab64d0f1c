"""The copies are innermost, `(h k1)`: a pixel's copies are its own neighbours.

The order of `h*{k}` in the signature says so, too: h outside, k inside.
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def upsample(x: Float[Tensor, "c h w"], k: int) -> Float[Tensor, "c h*{k} w*{k}"]:
    return repeat(x, "c h w -> c (h k1) (w k2)", k1=k, k2=k)
