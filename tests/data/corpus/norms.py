"""Normalisation and small layers."""

from __future__ import annotations

import torch
import torch.nn as nn
from einops import rearrange, reduce
from jaxtyping import Float
from torch import Tensor

# sizes: channels=12 groups=4 d_model=10


def layer_norm(
    x: Float[Tensor, "batch seq d_model"], gain: Float[Tensor, " d_model"], bias: Float[Tensor, " d_model"]
) -> Float[Tensor, "batch seq d_model"]:
    mean = x.mean(dim=-1, keepdim=True)
    variance = x.var(dim=-1, keepdim=True, unbiased=False)
    return (x - mean) / torch.sqrt(variance + 1e-5) * gain + bias


def rms_norm(
    x: Float[Tensor, "batch seq d_model"], gain: Float[Tensor, " d_model"]
) -> Float[Tensor, "batch seq d_model"]:
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * gain


def batch_norm(
    x: Float[Tensor, "batch channels height width"], gain: Float[Tensor, " channels"], bias: Float[Tensor, " channels"]
) -> Float[Tensor, "batch channels height width"]:
    mean = x.mean(dim=(0, 2, 3), keepdim=True)
    variance = x.var(dim=(0, 2, 3), keepdim=True)
    normalised = (x - mean) / (variance + 1e-5).sqrt()
    return normalised * gain[:, None, None] + bias[:, None, None]


def instance_norm(x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
    mean = x.mean(dim=(-2, -1), keepdim=True)
    deviation = x.std(dim=(-2, -1), keepdim=True)
    return (x - mean) / (deviation + 1e-5)


class GroupNorm(nn.Module):
    def __init__(self, channels: int, groups: int):
        super().__init__()
        self.groups = groups
        self.weight = nn.Parameter(torch.rand(channels))

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        batch, channels, height, width = x.shape
        grouped = x.view(batch, self.groups, channels // self.groups, height, width)
        mean = grouped.mean(dim=(2, 3, 4), keepdim=True)
        deviation = grouped.std(dim=(2, 3, 4), keepdim=True)
        normalised = ((grouped - mean) / deviation).view(batch, channels, height, width)
        return normalised * self.weight.view(-1, 1, 1)


def standardise(x: Float[Tensor, "samples features"]) -> Float[Tensor, "samples features"]:
    return (x - x.mean(0)) / x.std(0)


def row_softmax(logits: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch classes"]:
    shifted = logits - logits.max(dim=-1, keepdim=True).values
    exponentials = shifted.exp()
    return exponentials / exponentials.sum(dim=-1, keepdim=True)


def cosine(a: Float[Tensor, "n d"], b: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    a = a / a.norm(dim=-1, keepdim=True)
    b = b / b.norm(dim=-1, keepdim=True)
    return a @ b.T


def squeeze_excite(
    x: Float[Tensor, "batch channels height width"],
    down: Float[Tensor, "channels hidden"],
    up: Float[Tensor, "hidden channels"],
) -> Float[Tensor, "batch channels height width"]:
    pooled = reduce(x, "b c h w -> b c", "mean")
    gate = torch.sigmoid(torch.relu(pooled @ down) @ up)
    return x * rearrange(gate, "b c -> b c 1 1")


class FeedForward(nn.Module):
    def __init__(self, d_model: int, d_mlp: int):
        super().__init__()
        self.up = nn.Linear(d_model, d_mlp)
        self.gate = nn.Linear(d_model, d_mlp)
        self.down = nn.Linear(d_mlp, d_model)
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        normed = self.norm(x)
        hidden = torch.relu(self.gate(normed)) * self.up(normed)
        return x + self.down(hidden)


class LowRank(nn.Module):
    def __init__(self, d_in: int, d_out: int, rank: int):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_out, d_in))
        self.a = nn.Parameter(torch.randn(rank, d_in))
        self.b = nn.Parameter(torch.randn(d_out, rank))

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_out"]:
        return x @ self.weight.T + (x @ self.a.T) @ self.b.T
