"""A column and a row broadcast to a table: (m, 1) + (n,) is (m, n), on purpose.

What needs the third axis is done by `@`, which adds up over d without ever storing
it. Attention scores are this very table of products. The price is in the last
digits: near 0 the difference of large numbers is rounded, so clamp it.
"""

from jaxtyping import Float
from torch import Tensor


def pairwise_distance(a: Float[Tensor, "m d"], b: Float[Tensor, "n d"]) -> Float[Tensor, "m n"]:
    a_squared = (a**2).sum(dim=1)[:, None]
    b_squared = (b**2).sum(dim=1)
    squared = a_squared + b_squared - 2 * a @ b.T
    return squared.clamp(min=0).sqrt()
