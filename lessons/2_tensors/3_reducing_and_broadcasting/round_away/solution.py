"""`where` computes both sides for all numbers and then picks: no number waits for
another, so there is nothing to loop over.

Without `where`: `x.sign() * x.abs().ceil()`.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def round_away(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return torch.where(x > 0, x.ceil(), x.floor())
