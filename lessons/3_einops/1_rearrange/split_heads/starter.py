"""Split an axis into attention heads.

The last axis of `x` holds all heads side by side: its size is e = n_heads * d. The
first d numbers belong to head 0, the next d to head 1, and so on. Give each head an
axis of its own, and put that axis right after the batch:

    x        b s e
    answer   b n_heads s d

Example: b=2, s=3, n_heads=4, d=5, so x has shape (2, 3, 20) and the answer
(2, 4, 3, 5). Head 1 of the answer, `answer[:, 1]`, is then `x[:, :, 5:10]`.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def split_heads(x: Float[Tensor, "b s e"], n_heads: int) -> Float[Tensor, "b {n_heads} s d"]:
    raise NotImplementedError
