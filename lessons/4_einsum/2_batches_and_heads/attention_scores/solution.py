"""`b` and `h` ride along, `d` is added up, every `sq` meets every `sk`. The heads move
to the front because they stand there on the right: no transpose.

The order `sq sk` matters: softmax will go along the last axis, the keys.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def attention_scores(q: Float[Tensor, "b sq h d"], k: Float[Tensor, "b sk h d"]) -> Float[Tensor, "b h sq sk"]:
    return einsum(q, k, "b sq h d, b sk h d -> b h sq sk")
