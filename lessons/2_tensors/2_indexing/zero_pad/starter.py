"""A border of zeros.

Before a convolution, a picture gets a border of zeros, so that the filter has
something to look at beyond the edge; sequences are padded for similar reasons.
Return `x` with p rows of zeros above and below it, and p columns of zeros to its
left and right. `x` itself must stay as it is.

    x        h w
    p        how wide the border is, 0 or more
    answer   h+2*p w+2*p

Example: h=2, w=3, p=1: for x = [[5., 6., 7.],
                                 [8., 9., 4.]]
the answer, of shape (4, 5), is [[0., 0., 0., 0., 0.],
                                 [0., 5., 6., 7., 0.],
                                 [0., 8., 9., 4., 0.],
                                 [0., 0., 0., 0., 0.]]

`h, w = x.shape` gives you the sizes, `torch.zeros(a, b)` makes a rows of b zeros. A
block of a tensor can be written to: `out[1:3, 0:2] = block`.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def zero_pad(x: Float[Tensor, "h w"], p: int) -> Float[Tensor, "h+2*{p} w+2*{p}"]:
    raise NotImplementedError
