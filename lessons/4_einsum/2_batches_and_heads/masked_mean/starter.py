"""The mean of what counts.

Texts in a batch have different lengths, so short ones are filled up with padding.
`keep` says which positions are real. For each text, take the mean of its real
positions:

    x        b s d
    keep     b s         True where the position counts
    answer   b d

Where nothing counts at all, the answer is 0 in every number (not NaN, which is what
0 / 0 gives).

A mask is a tensor of ones and zeros that is multiplied along: give it names, and let
`einsum` add up. `einsum` wants numbers of one kind, so turn True and False into
floats first: `keep.to(x.dtype)`. `t.clamp(min=1)` raises whatever is below 1 to 1.

Example: b=2, s=3, d=4, so x has shape (2, 3, 4), keep has shape (2, 3) and the
answer (2, 4). With keep[0] = [True, True, False] the first row of the answer is
(x[0, 0] + x[0, 1]) / 2.
"""

from einops import einsum
from jaxtyping import Bool, Float
from torch import Tensor


def masked_mean(x: Float[Tensor, "b s d"], keep: Bool[Tensor, "b s"]) -> Float[Tensor, "b d"]:
    raise NotImplementedError
