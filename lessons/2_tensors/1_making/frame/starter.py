"""Ones on the border only.

Make a table of h rows and w columns with ones all around its border and zeros inside.

    h        how many rows, 1 or more
    w        how many columns, 1 or more
    answer   h w        floats

Example: h=4 and w=5 give [[1., 1., 1., 1., 1.],
                           [1., 0., 0., 0., 1.],
                           [1., 0., 0., 0., 1.],
                           [1., 1., 1., 1., 1.]], of shape (4, 5).

With a single row everything is border, with two as well: your function must get
that right too. Slices do, if you let them.

`x[1:3]` is rows 1 and 2; `x[:, 1:3]` is columns 1 and 2 of all rows; `x[0]` is the
first row, `x[-1]` the last one; `x[1:-1]` is all but the first and the last. Each of
these may be written to: `x[:, 1:3] = 7`.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def frame(h: int, w: int) -> Float[Tensor, "{h} {w}"]:
    raise NotImplementedError
