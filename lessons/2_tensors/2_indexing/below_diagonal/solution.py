"""Two index tensors are read as pairs: (1, 0), (2, 1), (3, 2) and so on.

`torch.diag(v, diagonal=-1)` does the same; negative diagonals lie below the main one.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def below_diagonal(v: Float[Tensor, "n"]) -> Float[Tensor, "n+1 n+1"]:
    n = len(v)
    out = torch.zeros(n + 1, n + 1)
    i = torch.arange(n)
    out[i + 1, i] = v
    return out
