"""`@` needs the shared axis in the middle, (b d) @ (d k), so `w` goes in
transposed.

The same in letters, which you'll meet later: `einsum(x, w, "b d, k d -> b k")`.
"""

from jaxtyping import Float
from torch import Tensor


def apply(x: Float[Tensor, "b d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "b k"]:
    return x @ w.T
