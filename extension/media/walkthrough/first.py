"""Look around: the shape of every tensor stands behind its name.  Point at a name to read where an axis comes from."""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def attend(
    q: Float[Tensor, "batch query d_head"],
    k: Float[Tensor, "batch key d_head"],
    v: Float[Tensor, "batch key d_head"],
) -> Float[Tensor, "batch query d_head"]:
    k_turned = rearrange(k, "batch key d_head -> batch d_head key")
    scores = q @ k_turned
    weights = scores.softmax(dim=-1)  # now try dim=1: it runs, and is wrong
    return weights @ v  # and here v @ weights
