"""How much memory does it keep?

How many bytes are kept in memory for the sake of `x`? That is not the same as how
many numbers you see in it: a view has no memory of its own, and keeps all of the
storage that it looks at, be it larger or smaller than the view.

    x        any shape, any dtype
    answer   an int

`x.numel()` is the number of elements that you see, and `x.element_size()` the bytes
that one of them takes. `x.untyped_storage()` is the storage itself; it knows its
size, too: look it up, or let your editor complete what comes after the dot.

Examples:
    torch.zeros(4, 6, dtype=torch.float64)    192 bytes: 24 numbers of 8 bytes
    torch.zeros(4, 6, dtype=torch.float64)[0] 192 bytes: the other rows stay, too
    torch.zeros(1, 6).expand(1000, 6)         24 bytes: one row, looked at 1000 times
"""

from jaxtyping import Shaped
from torch import Tensor


def bytes_used(x: Shaped[Tensor, "..."]) -> int:
    raise NotImplementedError
