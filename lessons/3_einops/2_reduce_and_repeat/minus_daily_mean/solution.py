"""Cut, work where things have an axis of their own, glue again.

The `1` is what matters. (days hours) minus (days 1) lines up day with day; without
it, the days of the means would be lined up with the *hours* of the table, as always
from the right. Layer norm, at the heart of a transformer, begins just like this.
"""

from einops import rearrange, reduce
from jaxtyping import Float
from torch import Tensor


def minus_daily_mean(power: Float[Tensor, "hours"]) -> Float[Tensor, "hours"]:
    by_day = rearrange(power, "(days hours) -> days hours", hours=24)
    mean = reduce(by_day, "days hours -> days 1", "mean")
    return rearrange(by_day - mean, "days hours -> (days hours)")
