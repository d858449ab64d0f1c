"""Take away each day's mean.

As in daily_mean, `power` holds one number an hour, day after day. Take the mean of
its own day away from every number, so that what is left shows when in the day more
is used than usual. The answer is as long as `power`, in the same order.

    power    hours      hours = 24 * days
    answer   hours

There are two ways. Either stretch the means until they are as long as `power`:
`repeat` fills an axis that is new on the right. Or cut `power` into days, take away
the means there, and glue it again: then a mean must line up with its own day, and a
`1` in the pattern, `reduce(x, "a b -> a 1", "mean")`, keeps its place.

Example: 3 days, so `power` and the answer have shape (72,). The answer's [24:48] is
`power[24:48] - power[24:48].mean()`; its own mean is 0.
"""

from einops import rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor


def minus_daily_mean(power: Float[Tensor, "hours"]) -> Float[Tensor, "hours"]:
    raise NotImplementedError
