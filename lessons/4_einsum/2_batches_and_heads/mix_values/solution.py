"""`sk` is added up: this is the one line in a transformer that moves information from
one position to another. `b` and `h` ride along.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def mix_values(pattern: Float[Tensor, "b h sq sk"], v: Float[Tensor, "b sk h d"]) -> Float[Tensor, "b sq h d"]:
    return einsum(pattern, v, "b h sq sk, b sk h d -> b sq h d")
