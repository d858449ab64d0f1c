"""The mean of each day.

A meter notes the power of a house once an hour. `power` holds its numbers for some
whole days, one day after the other: the first 24 belong to day 0, the next 24 to
day 1, and so on. Give the mean of each day, without a loop.

    power    hours      hours = 24 * days
    answer   days

Brackets on the left of a pattern cut an axis, and what is missing on the right goes
away. For instance, `reduce(x, "b (pairs two) -> b pairs", "max", two=2)` keeps the
larger one of each two neighbours.

Example: a week, so `power` has shape (168,) and the answer (7,). The answer's [1]
is the mean of `power[24:48]`.
"""

from einops import reduce
from jaxtyping import Float
from torch import Tensor


def daily_mean(power: Float[Tensor, "hours"]) -> Float[Tensor, "days"]:
    raise NotImplementedError
