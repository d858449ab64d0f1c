"""Attention scores, by rearrange and @."""

from __future__ import annotations

from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    n_heads = W_Q.shape[0]
    w_q = rearrange(W_Q, "n_heads d_model d_head -> d_model (n_heads d_head)")
    w_k = rearrange(W_K, "n_heads d_model d_head -> d_model (n_heads d_head)")
    q = rearrange(x @ w_q, "batch seq (n_heads d_head) -> batch n_heads seq d_head", n_heads=n_heads)
    k = rearrange(x @ w_k, "batch seq (n_heads d_head) -> batch n_heads d_head seq", n_heads=n_heads)
    return q @ k
