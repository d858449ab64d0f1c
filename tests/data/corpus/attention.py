"""Attention in the ways people write it: by matmul, einsum, einops, masked, across, with grouped heads."""

# sizes: batch=3 seq=5 query=5 key=6 d_model=21 n_heads=7 d_head=2 d_context=11 groups=4 n_kv=3

from __future__ import annotations

import math

import einops
import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Bool, Float
from torch import Tensor


def attend(
    q: Float[Tensor, "batch n_heads query d_head"],
    k: Float[Tensor, "batch n_heads key d_head"],
    v: Float[Tensor, "batch n_heads key d_head"],
) -> Float[Tensor, "batch n_heads query d_head"]:
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    pattern = scores.softmax(dim=-1)
    return pattern @ v


def attend_by_einsum(
    q: Float[Tensor, "batch query n_heads d_head"],
    k: Float[Tensor, "batch key n_heads d_head"],
    v: Float[Tensor, "batch key n_heads d_head"],
    mask: Bool[Tensor, "query key"],
) -> Float[Tensor, "batch query n_heads d_head"]:
    scores = torch.einsum("bqhd,bkhd->bhqk", q, k)
    scores = scores.masked_fill(mask, -1e9)
    pattern = torch.softmax(scores, dim=-1)
    return torch.einsum("bhqk,bkhd->bqhd", pattern, v)


def padded_attention(
    q: Float[Tensor, "batch query d_head"],
    k: Float[Tensor, "batch key d_head"],
    v: Float[Tensor, "batch key d_head"],
    padding: Bool[Tensor, "batch key"],
) -> Float[Tensor, "batch query d_head"]:
    scores = torch.bmm(q, k.transpose(1, 2))
    scores = scores.masked_fill(padding[:, None, :], -1e9)
    return torch.bmm(F.softmax(scores, dim=2), v)


def grouped_query_attention(
    q: Float[Tensor, "batch seq n_kv groups d_head"],
    k: Float[Tensor, "batch seq n_kv d_head"],
    v: Float[Tensor, "batch seq n_kv d_head"],
) -> Float[Tensor, "batch seq n_kv*groups*d_head"]:
    scores = einops.einsum(q, k, "b query n g d, b key n d -> b n g query key")
    causal = torch.ones(q.shape[1], q.shape[1], dtype=torch.bool).triu(1)
    pattern = scores.masked_fill(causal, -1e9).softmax(-1)
    mixed = einops.einsum(pattern, v, "b n g query key, b key n d -> b query n g d")
    return einops.rearrange(mixed, "b query n g d -> b query (n g d)")


class SelfAttention(nn.Module):
    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.d_head = d_model // n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        batch, seq, d_model = x.shape
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q = q.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        k = k.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        v = v.view(batch, seq, self.n_heads, self.d_head).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.d_head)
        causal = torch.ones(seq, seq, dtype=torch.bool).tril()
        scores = scores.masked_fill(~causal, float("-inf"))
        z = scores.softmax(dim=-1) @ v
        return self.out(z.transpose(1, 2).reshape(batch, seq, d_model))


class CrossAttention(nn.Module):
    def __init__(self, d_model: int, d_context: int, n_heads: int, d_head: int):
        super().__init__()
        self.n_heads = n_heads
        self.to_q = nn.Linear(d_model, n_heads * d_head, bias=False)
        self.to_kv = nn.Linear(d_context, 2 * n_heads * d_head, bias=False)
        self.to_out = nn.Linear(n_heads * d_head, d_model)

    def forward(
        self, x: Float[Tensor, "batch query d_model"], context: Float[Tensor, "batch key d_context"]
    ) -> Float[Tensor, "batch query d_model"]:
        q = self.to_q(x)
        k, v = self.to_kv(context).chunk(2, dim=-1)
        q, k, v = (einops.rearrange(t, "b n (h d) -> b h n d", h=self.n_heads) for t in (q, k, v))
        pattern = einops.einsum(q, k, "b h i d, b h j d -> b h i j").softmax(dim=-1)
        z = einops.einsum(pattern, v, "b h i j, b h j d -> b h i d")
        return self.to_out(einops.rearrange(z, "b h n d -> b n (h d)"))


class HeadwiseAttention(nn.Module):
    def __init__(self, d_model: int, n_heads: int, d_head: int):
        super().__init__()
        self.W_Q = nn.Parameter(torch.randn(n_heads, d_model, d_head) / d_model)
        self.W_K = nn.Parameter(torch.randn(n_heads, d_model, d_head) / d_model)
        self.W_V = nn.Parameter(torch.randn(n_heads, d_model, d_head) / d_model)
        self.W_O = nn.Parameter(torch.randn(n_heads, d_head, d_model))
        self.b_Q = nn.Parameter(torch.randn(n_heads, d_head))

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        q = torch.einsum("bsm,hmd->bshd", x, self.W_Q) + self.b_Q
        k = torch.einsum("bsm,hmd->bshd", x, self.W_K)
        v = torch.einsum("bsm,hmd->bshd", x, self.W_V)
        scores = torch.einsum("bqhd,bkhd->bhqk", q, k)
        pattern = scores.softmax(-1)
        z = torch.einsum("bhqk,bkhd->bqhd", pattern, v)
        return torch.einsum("bqhd,hdm->bqm", z, self.W_O)


def alibi(scores: Float[Tensor, "batch n_heads query key"]) -> Float[Tensor, "batch n_heads query key"]:
    _, n_heads, query, key = scores.shape
    distance = torch.arange(key)[None, :] - torch.arange(query)[:, None]
    slopes = 2.0 ** -torch.arange(1, n_heads + 1)
    return scores + slopes[:, None, None] * distance


def relative_bias(
    scores: Float[Tensor, "batch n_heads seq seq"], table: Float[Tensor, "2*seq-1 n_heads"]
) -> Float[Tensor, "batch n_heads seq seq"]:
    seq = scores.shape[-1]
    offsets = torch.arange(seq)[:, None] - torch.arange(seq)[None, :] + seq - 1
    bias = table[offsets]
    return scores + bias.permute(2, 0, 1)


def linear_attention(
    q: Float[Tensor, "batch n_heads seq d_head"],
    k: Float[Tensor, "batch n_heads seq d_head"],
    v: Float[Tensor, "batch n_heads seq d_value"],
) -> Float[Tensor, "batch n_heads seq d_value"]:
    q, k = F.elu(q) + 1, F.elu(k) + 1
    memory = k.transpose(-2, -1) @ v
    normaliser = q @ k.sum(dim=-2, keepdim=True).transpose(-2, -1)
    return q @ memory / normaliser
