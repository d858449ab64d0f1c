"""One step on an axis is worth the product of all sizes to its right: its *stride*.

`//` by the stride says how many such steps fit, `% size` drops what the axis before
has counted already. The first axis needs no `%`, the last has stride 1.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def unravel(i: Int[Tensor, "k"], shape: tuple[int, int, int]) -> Int[Tensor, "k 3"]:
    _, b, c = shape
    return torch.stack([i // (b * c), i // c % b, i % c], dim=1)
