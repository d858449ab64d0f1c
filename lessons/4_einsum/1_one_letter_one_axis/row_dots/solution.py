"""`b` stands everywhere, so row meets row of the same number, and no table is made.
`@` has no way of saying this: it pairs every row with every other.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def row_dots(a: Float[Tensor, "b d"], c: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    return einsum(a, c, "b d, b d -> b")
