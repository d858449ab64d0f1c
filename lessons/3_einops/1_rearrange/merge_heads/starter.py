"""Merge attention heads again.

After attention, each head has its own answer of d numbers for every position. Lay
the heads side by side on the last axis: the d numbers of head 0, then those of head
1, and so on. This undoes split_heads.

    x        b h s d
    answer   b s h*d

Example: b=2, h=4, s=3, d=5, so x has shape (2, 4, 3, 5) and the answer (2, 3, 20).
The answer's `[:, :, 5:10]` is then head 1, `x[:, 1]`.
"""

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def merge_heads(x: Float[Tensor, "b h s d"]) -> Float[Tensor, "b s h*d"]:
    raise NotImplementedError
