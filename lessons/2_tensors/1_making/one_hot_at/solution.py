"""Make it full of zeros, then write the one that differs.

`(torch.arange(n) == i).float()` is the same without writing, and goes on working
when `i` is a whole column of indices. `F.one_hot` exists too, but it gives integers,
which a linear layer refuses.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def one_hot_at(n: int, i: int) -> Float[Tensor, "{n}"]:
    x = torch.zeros(n)
    x[i] = 1
    return x
