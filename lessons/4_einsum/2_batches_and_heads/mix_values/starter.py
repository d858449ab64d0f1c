"""Mix the values.

The second half of attention: each head's pattern says, for every query, how much of
each key's value it takes. Multiply and add up over the keys. A query that looks at
one key only gets a copy of its value; one that looks at all alike gets their mean.

    pattern  b h sq sk
    v        b sk h d
    answer   b sq h d

Each head mixes its own values with its own pattern. In the answer the heads stand
behind the positions again, ready to be glued together.

Example: b=2, h=4, sq=3, sk=6, d=5, so pattern has shape (2, 4, 3, 6), v has shape
(2, 6, 4, 5) and the answer (2, 3, 4, 5).
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mix_values(pattern: Float[Tensor, "b h sq sk"], v: Float[Tensor, "b sk h d"]) -> Float[Tensor, "b sq h d"]:
    raise NotImplementedError
