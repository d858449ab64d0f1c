"""A slice for each axis picks a block: `1:-1` is all but the first and the last.

Where nothing lies between those two, the slice is empty, and writing to an empty
slice does nothing: no special case for small tables.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def frame(h: int, w: int) -> Float[Tensor, "{h} {w}"]:
    x = torch.ones(h, w)
    x[1:-1, 1:-1] = 0
    return x
