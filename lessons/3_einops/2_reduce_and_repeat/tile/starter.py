"""Tile a wall with an image.

Lay k by k copies of an image side by side, like tiles on a wall.

    x        c h w
    answer   c k*h k*w

With k=2, a row of pixels `A B C` becomes `A B C A B C`, and after the last row the
first one comes again. So the answer's pixel [:, i, j] is `x[:, i % h, j % w]`.

The shape is the same as in upsample, and the values are not. If you mix the two up,
nothing fails; only the order of the letters in the pattern says which one it is.

Example: c=3, h=4, w=5, k=2, so x has shape (3, 4, 5) and the answer (3, 8, 10).
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def tile(x: Float[Tensor, "c h w"], k: int) -> Float[Tensor, "c {k}*h {k}*w"]:
    raise NotImplementedError
