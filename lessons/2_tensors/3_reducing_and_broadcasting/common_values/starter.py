"""Values that both have.

Which values stand in `a` as well as in `b`? Each once, in ascending order. Where
there are none, the answer is an empty tensor of integers.

    a        m
    b        n
    answer   k      as many as there are

`a.unique()` gives the different values of `a`, sorted. To find out which of them
are in `b` there are two ways. `torch.isin(values, b)` says it in one word. Or let a
column meet a row: `values[:, None] == b` compares each with each, and
`.any(dim=1)` asks of each row whether it holds a True. A mask, a row of True and
False, then picks: `values[mask]`. No Python loop.

Example: m=6, n=4, for a = [5, 2, 2, 9, -1, 5] and b = [2, 7, 5, 2] the answer is
[2, 5].
"""

import torch
from jaxtyping import Int
from torch import Tensor


def common_values(a: Int[Tensor, "m"], b: Int[Tensor, "n"]) -> Int[Tensor, "k"]:
    raise NotImplementedError
