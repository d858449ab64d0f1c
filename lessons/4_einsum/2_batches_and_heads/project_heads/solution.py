"""Only `d_model` is shared, and it is added up; everything else meets everything.
GPT-2 makes its queries, keys and values with this line, three times.
"""

from einops import einsum
from jaxtyping import Float
from torch import Tensor


def project_heads(
    x: Float[Tensor, "b s d_model"], w: Float[Tensor, "h d_model d_head"]
) -> Float[Tensor, "b s h d_head"]:
    return einsum(x, w, "b s d_model, h d_model d_head -> b s h d_head")
