"""A matrix times a matrix.

Number [i, k] of the answer is row i of `a` times column k of `b`, added up over
what they share, j:

    a        i j
    b        j k
    answer   i k

Say it with one `einsum`. The order of the names on the right is the order of the
answer's axes.

Example: i=2, j=3, k=4, so a has shape (2, 3), b has shape (3, 4) and the answer
(2, 4).
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mat_mul(a: Float[Tensor, "i j"], b: Float[Tensor, "j k"]) -> Float[Tensor, "i k"]:
    raise NotImplementedError
