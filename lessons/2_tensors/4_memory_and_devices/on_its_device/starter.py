"""Where the input lives.

Add 0 to the first number of each row, 1 to the second, 2 to the third, and so on.
The answer has the device and the dtype of `x`, whatever they are.

    x        b n
    answer   b n      [i, j] is x[i, j] + j

`torch.arange(n)` is the ramp 0, 1, ..., n - 1. Left to itself it lies on the CPU and
holds int64. It takes `device=` and `dtype=`, and `x` knows its own: `x.device` and
`x.dtype`. Each row should meet the same ramp; no loop is needed.

The tests run your function on the CPU with several dtypes, and on the "meta" device,
where tensors have a shape and no numbers, and can't be mixed with those of the CPU.
What works there works on a GPU.

Example: b=2, n=3, for x = [[5., 5., 5.], [0., 0., 1.]] the answer is [[5., 6., 7.],
[0., 1., 3.]].
"""

import torch
from jaxtyping import Float
from torch import Tensor


def add_ramp(x: Float[Tensor, "b n"]) -> Float[Tensor, "b n"]:
    raise NotImplementedError
