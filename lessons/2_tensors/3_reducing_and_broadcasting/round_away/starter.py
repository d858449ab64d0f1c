"""Round away from zero.

Round each number to a whole one, always away from zero: 2.1 becomes 3., and -2.1
becomes -3. What is whole already stays as it is, 0 too. The answer holds floats.

    x        n
    answer   n

`x.ceil()` rounds up, `x.floor()` rounds down; `x.abs()` and `x.sign()` split a number
into its size and its sign. `torch.where(condition, a, b)` takes from `a` where the
condition holds, and from `b` elsewhere. No loop.

Example: n=5, for x = [2.1, -2.1, 4., 0., -0.5] the answer is [3., -3., 4., 0., -1.].
"""

import torch
from jaxtyping import Float
from torch import Tensor


def round_away(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    raise NotImplementedError
