"""A linear layer for any batch.

A linear layer makes d_out numbers out of each vector of d_in numbers: output o is
the vector times row o of the weights `w`, added up. It doesn't care how many vectors
there are or how they are arranged: one alone, a row of them, a batch of texts.

    x        ... d_in         `...` is any number of axes, even none
    w        d_out d_in       as PyTorch's own nn.Linear keeps it
    answer   ... d_out

In a pattern `...` may stand for axes that you don't name, too. Put it on both sides.

Example: with two axes in front, 2 and 3, and d_in=4, d_out=5, x has shape
(2, 3, 4), w has shape (5, 4) and the answer (2, 3, 5). For a single vector of shape
(4,) it is (5,).
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def batched_linear(x: Float[Tensor, "... d_in"], w: Float[Tensor, "d_out d_in"]) -> Float[Tensor, "... d_out"]:
    raise NotImplementedError
