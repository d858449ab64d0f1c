"""Just below the diagonal.

Make a square of zeros in which the numbers of `v` stand just below the diagonal:
`v[0]` at row 1, column 0, then `v[1]` at row 2, column 1, and so on. A matrix like
it moves things on by one place, which is how a previous-token head looks.

    v        n
    answer   n+1 n+1

Example: n=3: for v = [5., 6., 7.] the answer is [[0., 0., 0., 0.],
                                                  [5., 0., 0., 0.],
                                                  [0., 6., 0., 0.],
                                                  [0., 0., 7., 0.]], of shape (4, 4).

`torch.zeros(a, b)` makes the zeros. With two tensors of integers as indices,
`out[rows, cols] = v` writes `v[0]` at row rows[0], column cols[0], then `v[1]` at
rows[1], cols[1], and so on: pairs.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def below_diagonal(v: Float[Tensor, "n"]) -> Float[Tensor, "n+1 n+1"]:
    raise NotImplementedError
