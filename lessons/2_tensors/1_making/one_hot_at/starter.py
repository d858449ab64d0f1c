"""A one among zeros.

Neural networks are fed numbers, not names. To say "word i of a vocabulary of n
words", one gives them n floats that are all 0, except for a 1 at place i: a one-hot
vector. Places count from 0.

    n        how many places there are
    i        which of them holds the 1; 0 <= i < n
    answer   n        floats

Example: n=5 and i=3 give [0., 0., 0., 1., 0.], of shape (5,).

`torch.zeros(n)` makes n zeros, as floats. A tensor that you made yourself may be
written to: `x[0] = 7` puts a 7 at place 0.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def one_hot_at(n: int, i: int) -> Float[Tensor, "{n}"]:
    raise NotImplementedError
