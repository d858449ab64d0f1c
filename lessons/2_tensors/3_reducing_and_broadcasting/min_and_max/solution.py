"""Without `dim`, all axes go. What is left has shape (), and is still a tensor: it
knows its device, and a gradient can flow through it. `.item()` would make a Python
number of it and lose both.

`x.aminmax()` finds both in one pass.
"""

from jaxtyping import Float
from torch import Tensor


def min_and_max(x: Float[Tensor, "h w"]) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    return x.min(), x.max()
