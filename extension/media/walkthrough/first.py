"""An example to play with.

The shape of every tensor stands behind its name.
Point at a name to read where an axis comes from.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def attend(
    q: Float[Tensor, "batch query d_head"],
    k: Float[Tensor, "batch key d_head"],
    v: Float[Tensor, "batch key d_head"],
) -> Float[Tensor, "batch query d_head"]:
    k_turned = rearrange(k, "batch key d -> batch d key")
    scores = q @ k_turned
    # Now try dim=1: it runs, and is wrong.
    weights = scores.softmax(dim=-1)
    # And here v @ weights.
    return weights @ v
