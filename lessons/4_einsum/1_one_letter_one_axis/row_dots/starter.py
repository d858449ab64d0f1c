"""Each row with its own partner.

`a` and `c` hold b vectors of d numbers each. Multiply each row of `a` with the row
of `c` that has the same number, and add up: one number for each pair. With vectors
of words, these are b similarities.

    a        b d
    c        b d
    answer   b

The diagonal of `a @ c.T` holds these numbers, too. But that table has b times b
numbers of which you want b: with 100,000 rows it would need 40 GB. Do it without
the table, and without a loop.

Example: b=2, d=3, so a and c have shape (2, 3) and the answer (2,). With
a = [[1., 2., 3.], [4., 5., 6.]] and c = [[1., 0., 0.], [1., 1., 0.]] it is [1., 9.].
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def row_dots(a: Float[Tensor, "b d"], c: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
    raise NotImplementedError
