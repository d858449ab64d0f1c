"""Arithmetic on a tensor works on each number by itself, and makes a new tensor."""

from jaxtyping import Float
from torch import Tensor


def double(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return 2 * x
