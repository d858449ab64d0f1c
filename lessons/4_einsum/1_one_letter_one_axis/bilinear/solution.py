"""As many tensors as you like: multiply what meets, add up what is missing on the
right. Here `i` and `j` go, and `b` pairs x with y.

In matrices it is `(x @ m * y).sum(dim=1)`: to write that, you have to work out
first what meets what. The pattern says it.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def bilinear(x: Float[Tensor, "b i"], m: Float[Tensor, "i j"], y: Float[Tensor, "b j"]) -> Float[Tensor, "b"]:
    return einsum(x, m, y, "b i, i j, b j -> b")
