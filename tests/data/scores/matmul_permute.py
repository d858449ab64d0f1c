"""Attention scores, by a broadcast matmul and permute."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    q = torch.matmul(x[:, None], W_Q)
    k = torch.matmul(x[:, None], W_K)
    k_t = k.permute(0, 1, 3, 2)
    return torch.matmul(q, k_t)
