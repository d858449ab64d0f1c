"""Queries for every head.

Each attention head looks at the same vector of d_model numbers with weights of its
own, and makes d_head numbers out of it. Do this for all heads at once, at every
position of every text:

    x        b s d_model          b texts of s positions
    w        h d_model d_head     for each head, a matrix
    answer   b s h d_head

Every head reads the whole vector, not a part of it: h times d_head needn't be
d_model, though it often is.

Which names ride along, which is added up, which meet everything? Then write the
pattern: one `einsum`, no loop.

Example: b=2, s=3, d_model=7, h=4, d_head=5, so x has shape (2, 3, 7), w has shape
(4, 7, 5) and the answer (2, 3, 4, 5). Head 1 of it, `answer[:, :, 1]`, is
`x @ w[1]`.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def project_heads(
    x: Float[Tensor, "b s d_model"], w: Float[Tensor, "h d_model d_head"]
) -> Float[Tensor, "b s h d_head"]:
    raise NotImplementedError
