"""Where it is not zero.

Say at which places of `x` something else than 0 stands: their indices, in rising
order. How many there are, k, depends on the numbers, and may be 0.

    x        n        integers, negative ones among them
    answer   k        integers; one axis, whatever k is

Example: for x = [1, 2, 0, 0, 4, 0] the answer is [0, 1, 4], of shape (3,).

`x != 0` is a mask, n bools. `y[mask]` picks from any y of shape (n,) what stands
where the mask is True. Which y has its own place at every place? (`torch.nonzero`
does something like it; look at the shape that it gives.)
"""

import torch
from jaxtyping import Int
from torch import Tensor


def where_nonzero(x: Int[Tensor, "n"]) -> Int[Tensor, "k"]:
    raise NotImplementedError
