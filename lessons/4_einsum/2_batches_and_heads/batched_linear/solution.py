"""`...` rides along, however many axes it is. `d_in` is shared and added up.

`w` is kept as `d_out d_in`: in names you write it as it comes. With `@` you have to
remember to turn it, `x @ w.T`.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def batched_linear(x: Float[Tensor, "... d_in"], w: Float[Tensor, "d_out d_in"]) -> Float[Tensor, "... d_out"]:
    return einsum(x, w, "... d_in, d_out d_in -> ... d_out")
