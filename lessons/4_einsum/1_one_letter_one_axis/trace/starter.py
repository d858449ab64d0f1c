"""Add up the diagonal.

The trace of a square matrix is the sum of the numbers on its diagonal: m[0, 0] +
m[1, 1] + and so on. Say it with one `einsum`, for any size.

    m        n n
    answer   (no axis: one number)

A name that stands twice in one tensor is one axis, too: "n n" are the places where
row and column are the same. What is missing to the right of `->` is added up, and
nothing at all may stand there.

Example: n=3, so m has shape (3, 3) and the answer (): one number. For
[[1., 2., 3.], [4., 5., 6.], [7., 8., 9.]] it is 15.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def trace(m: Float[Tensor, "n n"]) -> Float[Tensor, ""]:
    raise NotImplementedError
