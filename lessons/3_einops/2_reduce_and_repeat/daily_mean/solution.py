"""Cut the axis on the left, leave out on the right what should go away.

Only `hours` needs a number, since a day always has 24: how many days there are
follows from the data, and einops works it out.
"""

from einops import reduce
from jaxtyping import Float
from torch import Tensor


def daily_mean(power: Float[Tensor, "hours"]) -> Float[Tensor, "days"]:
    return reduce(power, "(days hours) -> days", "mean", hours=24)
