"""Standardise each row.

From each number take away the mean of its row, then divide by the standard
deviation of its row. Afterwards each row has mean 0 and standard deviation 1. It is
the first half of layer norm, which a transformer does before every layer.

    x        b d      no row has all its numbers equal
    answer   b d

The standard deviation meant here is the root of the *mean* squared distance from
the mean: the squares are added up and divided by d, how many there are. `x.std()`
divides by d - 1 unless you ask it for `correction=0`. No loop, and don't call
torch's layer_norm.

Example: b=3, d=4. If a row is [1., 1., 3., 3.], its mean is 2 and its standard
deviation 1, and it becomes [-1., -1., 1., 1.].
"""

from jaxtyping import Float
from torch import Tensor


def standardise_rows(x: Float[Tensor, "b d"]) -> Float[Tensor, "b d"]:
    raise NotImplementedError
