"""Attention scores, by bmm over all heads of all rows at once."""

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    batch = x.shape[0]
    q = rearrange(x[:, None] @ W_Q, "batch n_heads seq d_head -> (batch n_heads) seq d_head")
    k = rearrange(x[:, None] @ W_K, "batch n_heads seq d_head -> (batch n_heads) seq d_head")
    dots = torch.bmm(q, k.transpose(1, 2))
    return rearrange(dots, "(batch n_heads) query key -> batch n_heads query key", batch=batch)
