"""The storage knows. `x.numel() * x.element_size()`, which is `x.nbytes`, is the size
that a copy of `x` would have.

So a small slice can keep a large tensor alive: to keep the slice and let the rest
go, `clone` it.
"""

from jaxtyping import Shaped
from torch import Tensor


def bytes_used(x: Shaped[Tensor, "..."]) -> int:
    return x.untyped_storage().nbytes()
