"""A checkerboard.

Make a board of n by n cells on which 0 and 1 alternate, along rows and down columns.
The top left cell is 0. The board may have any size, even or odd, and you may not use
a loop.

    n        how many rows, and how many columns
    answer   n n        integers

Example: n=4 gives [[0, 1, 0, 1],
                    [1, 0, 1, 0],
                    [0, 1, 0, 1],
                    [1, 0, 1, 0]], of shape (4, 4).

What can you say about r + c in all cells, at row r and column c, that hold a 1?

`a % 2` is what is left when a is divided by 2, also for a whole tensor. The column
of row numbers is `i[:, None]`, as in identity_by_compare. If you'd rather write to
slices: `x[1::2]` is every second row, beginning at row 1, and `dtype=torch.long`
makes a tensor of integers.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def checkerboard(n: int) -> Int[Tensor, "{n} {n}"]:
    raise NotImplementedError
