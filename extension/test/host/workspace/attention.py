from jaxtyping import Float
from torch import Tensor


def scores(
    q: Float[Tensor, "batch query d_head"], k: Float[Tensor, "batch key d_head"]
) -> Float[Tensor, "batch query key"]:
    k_swapped = k.transpose(-1, -2)
    return q @ k_swapped
