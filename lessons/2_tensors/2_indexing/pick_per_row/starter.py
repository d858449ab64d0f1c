"""One number out of each row.

A language model gives a score to each of c tokens, at each of b positions. The loss
needs one number from each position: the score of the token that really came next.
From row r of `scores` pick the number at column `idx[r]`, without a loop.

    scores   b c
    idx      b        integers, 0 <= idx < c
    answer   b

Example: b=3, c=5: with idx = [4, 0, 2] the answer is
[scores[0, 4], scores[1, 0], scores[2, 2]], of shape (3,).

Two tensors of integers as indices, `x[rows, cols]`, are read as pairs and give
`x[rows[0], cols[0]], x[rows[1], cols[1]], ...`. (Another way is
`scores.gather(1, index)`; there, `index` needs as many axes as `scores`.)
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def pick_per_row(scores: Float[Tensor, "b c"], idx: Int[Tensor, "b"]) -> Float[Tensor, "b"]:
    raise NotImplementedError
