"""Say where the block begins and how long it is, `p : p + h`, rather than counting
from the end: `p:-p` is empty when p = 0, because -0 is 0.

`x.new_zeros` makes zeros of the dtype of `x`, on its device. `F.pad(x, (p, p, p, p))`
does all of it; its pairs begin with the *last* axis.
"""

from jaxtyping import Float
from torch import Tensor


def zero_pad(x: Float[Tensor, "h w"], p: int) -> Float[Tensor, "h+2*{p} w+2*{p}"]:
    h, w = x.shape
    out = x.new_zeros(h + 2 * p, w + 2 * p)
    out[p : p + h, p : p + w] = x
    return out
