"""Attention scores, by einops.einsum."""

from __future__ import annotations

import einops
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    q = einops.einsum(x, W_Q, "batch seq d_model, n_heads d_model d_head -> batch n_heads seq d_head")
    k = einops.einsum(x, W_K, "batch seq d_model, n_heads d_model d_head -> batch n_heads seq d_head")
    return einops.einsum(q, k, "batch n_heads query d_head, batch n_heads key d_head -> batch n_heads query key")
