"""Inside the brackets, what stands first is the outer axis: all of head 0, then all
of head 1.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def split_heads(x: Float[Tensor, "b s e"], n_heads: int) -> Float[Tensor, "b {n_heads} s d"]:
    return rearrange(x, "b s (n_heads d) -> b n_heads s d", n_heads=n_heads)
