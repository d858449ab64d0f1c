"""Attention scores, as a module with linear layers."""

from __future__ import annotations

import einops
import torch.nn as nn
from jaxtyping import Float
from torch import Tensor


class Scores(nn.Module):
    def __init__(self, d_model: int, n_heads: int, d_head: int):
        super().__init__()
        self.n_heads = n_heads
        self.to_q = nn.Linear(d_model, n_heads * d_head, bias=False)
        self.to_k = nn.Linear(d_model, n_heads * d_head, bias=False)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch n_heads seq seq"]:
        q = einops.rearrange(self.to_q(x), "b s (h e) -> b h s e", h=self.n_heads)
        k = einops.rearrange(self.to_k(x), "b s (h e) -> b h s e", h=self.n_heads)
        return q @ k.transpose(-2, -1)
