"""The copies are outermost, `(k1 h)`: after the whole image, the image again.

Compare upsample's `(h k1)`. Same shape, other values: the mistake that no error
message will ever tell you about.
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def tile(x: Float[Tensor, "c h w"], k: int) -> Float[Tensor, "c {k}*h {k}*w"]:
    return repeat(x, "c h w -> c (k1 h) (k2 w)", k1=k, k2=k)
