"""To move an axis, name it in another place. `x.transpose(1, 2)` does the same by
number.

`view` and `reshape` keep the numbers in their order: they split an axis or glue
neighbours, and never move one. If two sizes have changed places in a `view`, it is
wrong, whatever the shape says.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def swap_axes(x: Float[Tensor, "b s h d"]) -> Float[Tensor, "b h s d"]:
    return rearrange(x, "b s h d -> b h s d")
