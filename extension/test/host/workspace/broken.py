from jaxtyping import Float
from torch import Tensor


def scores(
    q: Float[Tensor, "batch query d_head"], k: Float[Tensor, "batch key d_head"]
) -> Float[Tensor, "batch query key"]:
    return q @ k
