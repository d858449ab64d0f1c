"""Count in rows.

Make a table of `rows` rows and `cols` columns that holds the numbers 0, 1, 2, ... as
you read a page: from left to right, then on to the next row. This is how a tensor
lies in memory, and you'll use tables like it whenever you want to see where numbers
go.

    rows     how many rows
    cols     how many columns
    answer   rows cols        integers

Example: rows=2 and cols=3 give [[0, 1, 2], [3, 4, 5]], of shape (2, 3).

`torch.arange(n)` counts 0, 1, ..., n - 1. `x.reshape(a, b)` folds a long tensor of
a * b numbers into a rows of b numbers each.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def grid(rows: int, cols: int) -> Int[Tensor, "{rows} {cols}"]:
    raise NotImplementedError
