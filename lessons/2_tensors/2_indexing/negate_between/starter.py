"""Change the sign between two bounds.

Return `x` with the sign changed of every number that lies between `lo` and `hi`,
the two themselves not included. All others stay, and so does `x` itself: the answer
is a new tensor.

    x        n
    lo, hi   two numbers; if hi <= lo, nothing lies between them
    answer   n

Example: for x = [1., 3., 5., 8.], lo = 3. and hi = 8. the answer is
[1., 3., -5., 8.].

`x < hi` is a mask. `a & b` is the mask of places where both are True; put brackets
around each comparison. `torch.where(mask, p, q)` takes from `p` where the mask is
True, from `q` where it is not.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def negate_between(x: Float[Tensor, "n"], lo: float, hi: float) -> Float[Tensor, "n"]:
    raise NotImplementedError
