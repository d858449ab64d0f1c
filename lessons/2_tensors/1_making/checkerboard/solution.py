"""Say the rule of one cell, (r + c) % 2, then give it all rows and columns at once.

A column plus a row is a table, just as with `==`. The rule holds for every n, so
there is nothing to get wrong at odd ones.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def checkerboard(n: int) -> Int[Tensor, "{n} {n}"]:
    i = torch.arange(n)
    return (i[:, None] + i) % 2
