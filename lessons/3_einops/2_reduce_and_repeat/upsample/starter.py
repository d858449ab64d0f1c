"""Make every pixel larger.

Enlarge an image: each pixel becomes a square of k by k pixels of the same colour.

    x        c h w
    answer   c h*k w*k

With k=2, a row of pixels `A B C` becomes `A A B B C C`, and it stands there twice,
one under the other. So the answer's pixel [:, i, j] is `x[:, i // k, j // k]`.

`repeat` fills each axis that is new on the right. It can be glued to another one
at once: `repeat(x, "n -> (n k)", k=2)` or `repeat(x, "n -> (k n)", k=2)`.

Example: c=3, h=4, w=5, k=2, so x has shape (3, 4, 5) and the answer (3, 8, 10).
"""

from einops import repeat
from jaxtyping import Float
from torch import Tensor


def upsample(x: Float[Tensor, "c h w"], k: int) -> Float[Tensor, "c h*{k} w*{k}"]:
    raise NotImplementedError
