"""Attention scores, by @, view and transpose."""

from __future__ import annotations

from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    batch, seq, d_model = x.shape
    n_heads, _, d_head = W_Q.shape
    w_q = W_Q.transpose(0, 1).reshape(d_model, n_heads * d_head)
    w_k = W_K.transpose(0, 1).reshape(d_model, n_heads * d_head)
    q = (x @ w_q).view(batch, seq, n_heads, d_head).transpose(1, 2)
    k = (x @ w_k).view(batch, seq, n_heads, d_head).transpose(1, 2)
    return q @ k.transpose(-2, -1)
