"""A sum over what counts, divided by how many count. The count keeps an axis of size 1
so that it lines up with `b d`.

A count is never between 0 and 1, so `clamp(min=1)` changes only the empty rows:
there the sum is 0, and 0 / 1 is 0.
"""

from einops import einsum, reduce
from jaxtyping import Bool, Float
from torch import Tensor


def masked_mean(x: Float[Tensor, "b s d"], keep: Bool[Tensor, "b s"]) -> Float[Tensor, "b d"]:
    weights = keep.to(x.dtype)
    total = einsum(x, weights, "b s d, b s -> b d")
    count = reduce(weights, "b s -> b 1", "sum")
    return total / count.clamp(min=1)
