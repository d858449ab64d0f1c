"""A column against a row meets every row number with every column number.

With `>=` in place of `==` you have the causal mask: row r may look at columns 0 to r.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def identity_by_compare(n: int) -> Float[Tensor, "{n} {n}"]:
    i = torch.arange(n)
    return (i[:, None] == i).float()
