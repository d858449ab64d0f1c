"""Two masks joined by `&`, and `torch.where` to choose between two tensors.

The other way is `out = x.clone(); out[mask] *= -1`. Without the clone it would be the
caller's numbers that change.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def negate_between(x: Float[Tensor, "n"], lo: float, hi: float) -> Float[Tensor, "n"]:
    between = (lo < x) & (x < hi)
    return torch.where(between, -x, x)
