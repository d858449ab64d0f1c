"""Attention scores, by torch.einsum."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def scores(
    x: Float[Tensor, "batch seq d_model"],
    W_Q: Float[Tensor, "n_heads d_model d_head"],
    W_K: Float[Tensor, "n_heads d_model d_head"],
) -> Float[Tensor, "batch n_heads seq seq"]:
    q = torch.einsum("bsm,hmd->bshd", x, W_Q)
    k = torch.einsum("bsm,hmd->bshd", x, W_K)
    dots = torch.einsum("bqhd,bkhd->bhqk", q, k)
    return dots / W_Q.shape[-1] ** 0.5
