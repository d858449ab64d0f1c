"""Annotated files of any length, like those that people write: modules with attention, an MLP, a loss, no two alike."""

from __future__ import annotations

HEADER = """\
from __future__ import annotations

import einops
import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

"""
BLOCK = '''

class Block{n}(nn.Module):
    """Attention over `seq{n}`, then an MLP."""

    def __init__(self, d_model: int, n_heads: int, d_head: int, d_mlp: int):
        super().__init__()
        self.W_qkv = nn.Parameter(torch.empty(3, n_heads, d_model, d_head))
        self.W_out = nn.Parameter(torch.empty(n_heads, d_head, d_model))
        self.norm = nn.LayerNorm(d_model)
        self.up = nn.Linear(d_model, d_mlp)
        self.down = nn.Linear(d_mlp, d_model)

    def attention(
        self, x: Float[Tensor, "batch seq{n} d_model"]
    ) -> Float[Tensor, "batch n_heads seq{n} seq{n}"]:
        q, k = einops.einsum(x, self.W_qkv[:2], "b s m, two h m e -> two b s h e")
        scores = einops.einsum(q, k, "b q h e, b k h e -> b h q k")
        return (scores / self.W_qkv.shape[-1] ** 0.5).softmax(dim=-1)

    def forward(self, x: Float[Tensor, "batch seq{n} d_model"]) -> Float[Tensor, "batch seq{n} d_model"]:
        normed = self.norm(x)
        v = einops.einsum(normed, self.W_qkv[2], "b s m, h m e -> b s h e")
        mixed = einops.einsum(self.attention(normed), v, "b h q k, b k h e -> b q h e")
        attended = x + einops.einsum(mixed, self.W_out, "b s h e, h e m -> b s m")
        hidden = F.gelu(self.up(self.norm(attended)))
        return attended + self.down(hidden)


def loss{n}(
    logits: Float[Tensor, "batch seq{n} vocab"], tokens: Int[Tensor, "batch seq{n}"]
) -> Float[Tensor, ""]:
    log_probs = logits[:, :-1].log_softmax(dim=-1)
    picked = log_probs.gather(-1, tokens[:, 1:, None])
    flat = einops.rearrange(picked, "b s 1 -> (b s)")
    return -flat.mean()
'''

EDITS = (
    ("normed = self.norm(x)", "normed = self.norm(x) * 2"),
    ("log_softmax(dim=-1)", "log_softmax(dim=-2)"),
    ("attended = x + einops", "attended = x - einops"),
    ("tokens[:, 1:, None]", "tokens[:, 2:, None]"),
    ("return attended + self.down(hidden)", "return attended + self.down(hidden).mT"),
    ("return -flat.mean()", "return -flat.sum()"),
    ("hidden = F.gelu(", "hidden = F.relu("),
    ("        normed = self.norm(x)\n", "\n        normed = self.norm(x)\n"),
)
"""Changes within a block, right, wrong, and one that moves all that follows."""


def realistic(lines: int) -> str:
    """A file of about that many lines."""
    count = max(1, round((lines - HEADER.count("\n")) / BLOCK.count("\n")))
    return HEADER + "".join(BLOCK.replace("{n}", str(number)) for number in range(count))
