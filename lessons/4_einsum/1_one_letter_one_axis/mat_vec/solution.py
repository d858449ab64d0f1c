"""`j` is shared, so it is multiplied along; it is missing on the right, so it is
added up. `m @ v` does the same.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mat_vec(m: Float[Tensor, "i j"], v: Float[Tensor, "j"]) -> Float[Tensor, "i"]:
    return einsum(m, v, "i j, j -> i")
