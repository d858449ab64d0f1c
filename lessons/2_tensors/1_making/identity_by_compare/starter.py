"""The identity, by a comparison.

The identity matrix has ones where the row's number equals the column's, and zeros
elsewhere. Make it from that very sentence: compare a column of row numbers with a
row of column numbers. No loop, and none of `torch.eye`, `torch.diag` and their
relatives: masks for attention are made in this way, and there is no ready function
for most of them.

    n        how many rows, and how many columns
    answer   n n        floats

Example: n=3 gives [[1., 0., 0.],
                    [0., 1., 0.],
                    [0., 0., 1.]], of shape (3, 3).

`torch.arange(n)` is [0, 1, ..., n - 1], of shape (n,). `i[:, None]` gives the same
numbers as a column, of shape (n, 1). `a == b` compares number by number and gives
bools; `.float()` makes 0. and 1. of them.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def identity_by_compare(n: int) -> Float[Tensor, "{n} {n}"]:
    raise NotImplementedError
