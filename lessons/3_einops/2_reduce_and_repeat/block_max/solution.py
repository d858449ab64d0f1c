"""Cut both axes into which block and where in the block, then drop where.

The same line with "mean" is average pooling, and with "sum" or "min" it is something
that torch has no name for: a pattern says it all.
"""

from einops import reduce
from jaxtyping import Float
from torch import Tensor


def block_max(x: Float[Tensor, "b c h w"], k: int) -> Float[Tensor, "b c hk wk"]:
    return reduce(x, "b c (hk k1) (wk k2) -> b c hk wk", "max", k1=k, k2=k)
