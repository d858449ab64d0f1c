"""A mask picks from any tensor of its shape: from the places themselves, here.

`x.nonzero()` answers for tensors with any number of axes, a row of coordinates for
each hit. So with one axis it gives (k, 1), and `.squeeze()` on that goes wrong when
k = 1; `x.nonzero()[:, 0]` is safe.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def where_nonzero(x: Int[Tensor, "n"]) -> Int[Tensor, "k"]:
    return torch.arange(len(x))[x != 0]
