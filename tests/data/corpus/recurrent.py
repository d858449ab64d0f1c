"""Recurrent and sequence models, positions, decoding."""

# sizes: batch=3 seq=5 d_in=6 hidden=7 vocab=11 d_model=10 d_head=8 half=4 n_heads=2 beams=4 state=9 frames=13 taps=2

from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor


class RNNCell(nn.Module):
    def __init__(self, d_in: int, hidden: int):
        super().__init__()
        self.w_x = nn.Parameter(torch.randn(d_in, hidden))
        self.w_h = nn.Parameter(torch.randn(hidden, hidden))
        self.bias = nn.Parameter(torch.randn(hidden))

    def forward(
        self, x: Float[Tensor, "batch d_in"], h: Float[Tensor, "batch hidden"]
    ) -> Float[Tensor, "batch hidden"]:
        return torch.tanh(x @ self.w_x + h @ self.w_h + self.bias)


class LSTMStep(nn.Module):
    def __init__(self, d_in: int, hidden: int):
        super().__init__()
        self.gates = nn.Linear(d_in + hidden, 4 * hidden)

    def forward(
        self, x: Float[Tensor, "batch d_in"], h: Float[Tensor, "batch hidden"], c: Float[Tensor, "batch hidden"]
    ) -> tuple[Float[Tensor, "batch hidden"], Float[Tensor, "batch hidden"]]:
        gates = self.gates(torch.cat([x, h], dim=-1))
        i, f, g, o = gates.chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class Tagger(nn.Module):
    def __init__(self, vocab: int, d_in: int, hidden: int):
        super().__init__()
        self.embed = nn.Embedding(vocab, d_in)
        self.gru = nn.GRU(d_in, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocab)

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq vocab"]:
        embedded = self.embed(tokens)
        states, _ = self.gru(embedded)
        return self.head(states)


def rotate_half(x: Float[Tensor, "batch seq n_heads d_head"]) -> Float[Tensor, "batch seq n_heads d_head"]:
    first, second = x.chunk(2, dim=-1)
    return torch.cat([-second, first], dim=-1)


def apply_rope(
    cos: Float[Tensor, "seq half"], sin: Float[Tensor, "seq half"], x: Float[Tensor, "batch seq n_heads 2*half"]
) -> Float[Tensor, "batch seq n_heads 2*half"]:
    first, second = x.chunk(2, dim=-1)
    cos, sin = cos[:, None, :], sin[:, None, :]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def rope_angles(positions: Float[Tensor, " seq"], frequencies: Float[Tensor, " half"]) -> Float[Tensor, "seq 2*half"]:
    angles = torch.outer(positions, frequencies)
    return torch.cat([angles, angles], dim=-1)


def sinusoids(positions: Float[Tensor, " seq"], frequencies: Float[Tensor, " half"]) -> Float[Tensor, "seq 2*half"]:
    angles = positions[:, None] * frequencies[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def last_states(
    states: Float[Tensor, "batch seq hidden"], lengths: Int[Tensor, " batch"]
) -> Float[Tensor, "batch hidden"]:
    rows = torch.arange(states.shape[0])
    return states[rows, lengths]


def masked_mean(
    states: Float[Tensor, "batch seq hidden"], mask: Float[Tensor, "batch seq"]
) -> Float[Tensor, "batch hidden"]:
    total = (states * mask[:, :, None]).sum(dim=1)
    return total / mask.sum(dim=1, keepdim=True)


def beam_step(
    scores: Float[Tensor, "batch beams"], log_probs: Float[Tensor, "batch beams vocab"]
) -> tuple[Float[Tensor, "batch beams"], Int[Tensor, "batch beams"], Int[Tensor, "batch beams"]]:
    batch, beams, vocab = log_probs.shape
    total = scores[:, :, None] + log_probs
    best, index = total.view(batch, beams * vocab).topk(beams, dim=-1)
    return best, index // vocab, index % vocab


def reorder(
    cache: Float[Tensor, "batch beams seq hidden"], parents: Int[Tensor, "batch beams"]
) -> Float[Tensor, "batch beams seq hidden"]:
    index = parents[:, :, None, None].expand(-1, -1, cache.shape[2], cache.shape[3])
    return cache.gather(1, index)


def state_space_step(
    state: Float[Tensor, "batch hidden state"],
    x: Float[Tensor, "batch hidden"],
    a: Float[Tensor, "hidden state"],
    b: Float[Tensor, "batch state"],
    c: Float[Tensor, "batch state"],
) -> tuple[Float[Tensor, "batch hidden state"], Float[Tensor, "batch hidden"]]:
    state = state * torch.exp(a) + x[:, :, None] * b[:, None, :]
    return state, (state * c[:, None, :]).sum(dim=-1)


def causal_conv(
    x: Float[Tensor, "batch seq hidden"], weight: Float[Tensor, "hidden 3"]
) -> Float[Tensor, "batch seq hidden"]:
    padded = F.pad(x.transpose(1, 2), (2, 0))
    out = F.conv1d(padded, weight[:, None, :], groups=x.shape[2])
    return out.transpose(1, 2)


def temporal_difference(
    rewards: Float[Tensor, "batch seq"], values: Float[Tensor, "batch seq+1"], gamma: float
) -> Float[Tensor, "batch seq"]:
    return rewards + gamma * values[:, 1:] - values[:, :-1]


def viterbi_step(
    score: Float[Tensor, "batch state"],
    transitions: Float[Tensor, "state state"],
    emission: Float[Tensor, "batch state"],
) -> Float[Tensor, "batch state"]:
    paths = score[:, :, None] + transitions
    return paths.max(dim=1).values + emission
