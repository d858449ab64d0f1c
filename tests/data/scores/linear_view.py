"""Attention scores, as a module with linear layers, view and transpose."""

from __future__ import annotations

import math

import torch.nn as nn
from jaxtyping import Float
from torch import Tensor


class Scores(nn.Module):
    def __init__(self, d_model: int, n_heads: int, d_head: int):
        super().__init__()
        self.n_heads = n_heads
        self.d_head = d_head
        self.query = nn.Linear(d_model, n_heads * d_head)
        self.key = nn.Linear(d_model, n_heads * d_head)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch n_heads seq seq"]:
        batch, seq, _ = x.shape
        q = self.query(x).view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        k = self.key(x).view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        return q @ k.transpose(-2, -1) / math.sqrt(self.d_head)
