"""An index tensor may go to any places, in any order: here down from the last to 0.

`arange` never reaches its end, so counting down to 0 means ending at -1. What comes
out is a copy; in everyday code you'd write `x.flip(0)`, which copies too.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def reverse(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return x[torch.arange(len(x) - 1, -1, -1)]
