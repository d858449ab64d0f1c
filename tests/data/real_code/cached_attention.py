"""Attention with a key-value cache, rotary embeddings and grouped heads."""

import math
from dataclasses import dataclass
from typing import Optional, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor


@dataclass
class ModelArgs:
    dim: int = 48
    n_heads: int = 6
    n_kv_heads: Optional[int] = None
    max_seq_len: int = 32
    dropout: float = 0.0


def precompute_freqs(dim: int, end: int, theta: float = 10000.0):
    freqs = 1.0 / (theta ** (torch.arange(0, dim, 2).float() / dim))
    t = torch.arange(end)
    freqs = torch.outer(t, freqs).float()  # (end, dim/2)
    return torch.cos(freqs), torch.sin(freqs)


def rotate(
    x: Float[Tensor, "b s h d"], cos: Float[Tensor, "s _"], sin: Float[Tensor, "s _"]
) -> Float[Tensor, "b s h d"]:
    x1, x2 = x[..., ::2], x[..., 1::2]
    cos, sin = cos[None, :, None, :], sin[None, :, None, :]
    out = torch.stack((x1 * cos - x2 * sin, x1 * sin + x2 * cos), dim=-1)
    return out.flatten(-2)


def repeat_kv(x: Tensor, n_rep: int) -> Tensor:
    b, s, h, d = x.shape
    if n_rep == 1:
        return x
    return x[:, :, :, None, :].expand(b, s, h, n_rep, d).reshape(b, s, h * n_rep, d)


class Attention(nn.Module):
    def __init__(self, args: ModelArgs):
        super().__init__()
        self.n_kv_heads = args.n_heads if args.n_kv_heads is None else args.n_kv_heads
        self.n_heads = args.n_heads
        self.n_rep = self.n_heads // self.n_kv_heads
        self.head_dim = args.dim // args.n_heads
        self.wq = nn.Linear(args.dim, args.n_heads * self.head_dim, bias=False)
        self.wk = nn.Linear(args.dim, self.n_kv_heads * self.head_dim, bias=False)
        self.wv = nn.Linear(args.dim, self.n_kv_heads * self.head_dim, bias=False)
        self.wo = nn.Linear(args.n_heads * self.head_dim, args.dim, bias=False)
        self.dropout = args.dropout
        self.cache_k: Optional[Tensor] = None
        self.cache_v: Optional[Tensor] = None

    def forward(
        self,
        x: Float[Tensor, "batch seq dim"],
        cos: Float[Tensor, "seq _"],
        sin: Float[Tensor, "seq _"],
        mask: Optional[Bool[Tensor, "seq total"]] = None,
        use_cache: bool = False,
    ) -> Float[Tensor, "batch seq dim"]:
        bsz, seqlen, _ = x.shape
        xq, xk, xv = self.wq(x), self.wk(x), self.wv(x)

        xq = xq.view(bsz, seqlen, self.n_heads, self.head_dim)
        xk = xk.view(bsz, seqlen, self.n_kv_heads, self.head_dim)
        xv = xv.view(bsz, seqlen, self.n_kv_heads, self.head_dim)
        xq = rotate(xq, cos, sin)
        xk = rotate(xk, cos, sin)

        if use_cache:
            if self.cache_k is not None:
                xk = torch.cat([self.cache_k, xk], dim=1)
                xv = torch.cat([self.cache_v, xv], dim=1)
            self.cache_k, self.cache_v = xk.detach(), xv.detach()

        keys = repeat_kv(xk, self.n_rep)
        values = repeat_kv(xv, self.n_rep)

        xq = xq.transpose(1, 2)
        keys = keys.transpose(1, 2)
        values = values.transpose(1, 2)
        scores = torch.matmul(xq, keys.transpose(2, 3)) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf"))
        scores = F.softmax(scores.float(), dim=-1).type_as(xq)
        if self.training and self.dropout > 0:
            scores = F.dropout(scores, self.dropout)
        output = torch.matmul(scores, values)
        output = output.transpose(1, 2).contiguous().view(bsz, seqlen, -1)
        return self.wo(output)


def example():
    args = ModelArgs(n_kv_heads=2)
    attn = Attention(args)
    cos, sin = precompute_freqs(args.dim // args.n_heads, args.max_seq_len)
    x = torch.randn(3, 7, args.dim)
    mask = torch.ones(7, 7, dtype=torch.bool).tril()
    y = attn(x, cos[:7], sin[:7], mask)
    assert y.shape == x.shape
    for t in range(3):
        y = attn(x[:, t : t + 1], cos[t : t + 1], sin[t : t + 1], use_cache=True)
    assert attn.cache_k.shape[1] == 3
