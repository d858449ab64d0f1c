"""A mask picks rows by True and False, and how many that are depends on the data: no
shape can say it beforehand, so the answer has an axis of its own, k.

`torch.isin(values, b)` is `(values[:, None] == b).any(dim=1)` without the table.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def common_values(a: Int[Tensor, "m"], b: Int[Tensor, "n"]) -> Int[Tensor, "k"]:
    values = a.unique()
    return values[torch.isin(values, b)]
