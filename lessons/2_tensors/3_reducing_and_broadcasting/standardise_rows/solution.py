"""Reduce with `keepdim=True`, and what comes out meets its own row again.

Two traps in two lines. Without keepdim the means line up with `d`, and if b = d
nobody tells you. And `std` divides by d - 1 by default, an estimate for the whole
population from a sample; normalisation layers divide by d.
"""

from jaxtyping import Float
from torch import Tensor


def standardise_rows(x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
    mean = x.mean(dim=1, keepdim=True)
    std = x.std(dim=1, keepdim=True, correction=0)
    return (x - mean) / std
