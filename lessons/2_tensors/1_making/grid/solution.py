"""`reshape` fills the last axis first: it keeps the numbers in their order and only
says where one row ends and the next begins.

So the number at row r, column c is r * cols + c.
"""

import torch
from jaxtyping import Int
from torch import Tensor


def grid(rows: int, cols: int) -> Int[Tensor, "{rows} {cols}"]:
    return torch.arange(rows * cols).reshape(rows, cols)
