"""Three tensors at once.

How well does `x` go with `y`, when `m` says how much each number of one cares about
each number of the other? For each of the b pairs, multiply x[i] with m[i, j] and
with y[j], and add up over all i and j. The score of an attention head is of this
form: `m` is then made of its query and key weights.

    x        b i
    m        i j
    y        b j
    answer   b

`einsum` takes any number of tensors, and one comma less. Use one call, and no loop.

Example: b=2, i=3, j=4, so x has shape (2, 3), m has shape (3, 4), y has shape
(2, 4) and the answer (2,).
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def bilinear(x: Float[Tensor, "b i"], m: Float[Tensor, "i j"], y: Float[Tensor, "b j"]) -> Float[Tensor, "b"]:
    raise NotImplementedError
