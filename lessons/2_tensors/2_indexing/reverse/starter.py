"""Back to front.

Return the numbers of `x` in reverse order. A Python list can do `x[::-1]`; a tensor
can't: its slices only go forwards. `torch.flip` would do it, but here you build it
yourself, from an index.

    x        n        n may be 0
    answer   n

Example: for x = [5., 6., 7., 8.] the answer is [8., 7., 6., 5.].

`x[idx]`, with a tensor of integers `idx`, gives `x[idx[0]], x[idx[1]], ...`.
`torch.arange(start, end, step)` counts from `start` in steps of `step` and stops
before `end`: `torch.arange(9, 3, -2)` is [9, 7, 5]. `len(x)` is n.
"""

import torch
from jaxtyping import Float
from torch import Tensor


def reverse(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    raise NotImplementedError
