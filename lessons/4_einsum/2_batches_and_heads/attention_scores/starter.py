"""Every query with every key.

In each text and in each head, every query meets every key: multiply their d numbers
pairwise and add up. The larger the number, the more this position wants to look at
that one.

    q        b sq h d        sq queries
    k        b sk h d        sk keys
    answer   b h sq sk

These are the bare scores: no scaling, no mask, no softmax yet.

Mind that sq and sk are two axes, even where they have the same size. And that the
heads move to the front: each head gets a table of queries by keys.

Example: b=2, sq=3, sk=6, h=4, d=5, so q has shape (2, 3, 4, 5), k has shape
(2, 6, 4, 5) and the answer (2, 4, 3, 6).
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def attention_scores(q: Float[Tensor, "b sq h d"], k: Float[Tensor, "b sk h d"]) -> Float[Tensor, "b h sq sk"]:
    raise NotImplementedError
