"""From a number to a place.

A tensor of shape (a, b, c) lies in memory as one long row, the last axis changing
fastest. `argmax()` on such a tensor gives a number in that row, and you want to know
where that is: in which layer, which head, at which position. Turn each of k such
numbers into its three indices.

    i        k        integers, 0 <= i < a * b * c
    shape    (a, b, c)
    answer   k 3      integers: in each row the index on the first, second and third axis

Example: i = [0, 5, 12, 119] and shape (4, 5, 6) give [[0, 0, 0],
                                                       [0, 0, 5],
                                                       [0, 2, 0],
                                                       [3, 4, 5]], of shape (4, 3).

It is like turning seconds into hours, minutes and seconds: `//` divides and drops
the rest, `%` is the rest. Both work on a whole tensor and keep it integer.
`torch.stack([x, y, z], dim=1)` makes three columns of three tensors of shape (k,).
There is a `torch.unravel_index`; do without it here.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def unravel(i: Int[Tensor, "k"], shape: tuple[int, int, int]) -> Int[Tensor, "k 3"]:
    raise NotImplementedError
