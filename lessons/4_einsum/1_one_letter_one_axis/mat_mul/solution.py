"""`a @ b` in names. To get it on its side you'd write `-> k i`; for a `b` that is
stored as `k j` you'd write that. Nothing has to be transposed first.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mat_mul(a: Float[Tensor, "i j"], b: Float[Tensor, "j k"]) -> Float[Tensor, "i k"]:
    return einsum(a, b, "i j, j k -> i k")
