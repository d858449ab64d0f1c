"""Get out of the reshape trap.

Before attention, the axis of the heads moves in front of the axis of the positions,
so that each head has its own table of s rows:

    x        b s h d
    answer   b h s d

Number [b, h, s, d] of the answer is number [b, s, h, d] of `x`.

Somebody wrote the line below. The shape is right, it never fails, and the model
trains. Its heads are scrambled all the same. Find out why, and repair it.

Example: b=2, s=3, h=4, d=5, so x has shape (2, 3, 4, 5) and the answer
(2, 4, 3, 5). Head 1 of the answer, `answer[:, 1]`, should be `x[:, :, 1]`.
"""

from jaxtyping import Float
from torch import Tensor


def swap_axes(x: Float[Tensor, "b s h d"]) -> Float[Tensor, "b h s d"]:
    b, s, h, d = x.shape
    return x.view(b, h, s, d)
