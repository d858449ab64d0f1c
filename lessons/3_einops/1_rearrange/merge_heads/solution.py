"""`s` moves to the front and heads are glued with `h` outside: exactly split_heads,
read from right to left.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def merge_heads(x: Float[Tensor, "b h s d"]) -> Float[Tensor, "b s h*d"]:
    return rearrange(x, "b h s d -> b s (h d)")
