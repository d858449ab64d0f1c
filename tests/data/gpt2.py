"""GPT-2, written out: embeddings, attention, MLP, blocks, unembedding, the loss and ways to sample from it.

Radford et al., "Language Models are Unsupervised Multitask Learners" (2019).  The parametrisation with one weight
tensor per head follows Elhage et al., "A Mathematical Framework for Transformer Circuits" (2021).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import einops
import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor


@dataclass(frozen=True)
class Config:
    """The sizes of a model; the defaults are GPT-2 small."""

    d_model: int = 768
    d_vocab: int = 50257
    n_ctx: int = 1024
    d_head: int = 64
    d_mlp: int = 3072
    n_heads: int = 12
    n_layers: int = 12
    layer_norm_eps: float = 1e-5
    init_range: float = 0.02


class LayerNorm(nn.Module):
    """Centres and scales each position's residual vector, then applies a learned gain and bias."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.eps = cfg.layer_norm_eps
        self.w = nn.Parameter(torch.ones(cfg.d_model))
        self.b = nn.Parameter(torch.zeros(cfg.d_model))

    def forward(self, residual: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        mean = residual.mean(dim=-1, keepdim=True)
        variance = residual.var(dim=-1, keepdim=True, unbiased=False)
        scale = (variance + self.eps).sqrt()
        normalised = (residual - mean) / scale
        return normalised * self.w + self.b


class Embed(nn.Module):
    """Looks up one vector for each token."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.W_E = nn.Parameter(torch.empty(cfg.d_vocab, cfg.d_model))
        nn.init.normal_(self.W_E, std=cfg.init_range)

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq d_model"]:
        return self.W_E[tokens]


class PosEmbed(nn.Module):
    """Looks up one vector for each position, the same for every row of the batch."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.W_pos = nn.Parameter(torch.empty(cfg.n_ctx, cfg.d_model))
        nn.init.normal_(self.W_pos, std=cfg.init_range)

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq d_model"]:
        batch, seq = tokens.shape
        positions = torch.arange(seq, device=tokens.device)
        embedded = self.W_pos[positions]
        return einops.repeat(embedded, "seq d_model -> batch seq d_model", batch=batch)


class Attention(nn.Module):
    """Causal multi-head self-attention."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.cfg = cfg
        self.W_Q = nn.Parameter(torch.empty(cfg.n_heads, cfg.d_model, cfg.d_head))
        self.W_K = nn.Parameter(torch.empty(cfg.n_heads, cfg.d_model, cfg.d_head))
        self.W_V = nn.Parameter(torch.empty(cfg.n_heads, cfg.d_model, cfg.d_head))
        self.W_O = nn.Parameter(torch.empty(cfg.n_heads, cfg.d_head, cfg.d_model))
        self.b_Q = nn.Parameter(torch.zeros(cfg.n_heads, cfg.d_head))
        self.b_K = nn.Parameter(torch.zeros(cfg.n_heads, cfg.d_head))
        self.b_V = nn.Parameter(torch.zeros(cfg.n_heads, cfg.d_head))
        self.b_O = nn.Parameter(torch.zeros(cfg.d_model))
        for weight in (self.W_Q, self.W_K, self.W_V):
            nn.init.normal_(weight, std=cfg.init_range)
        nn.init.normal_(self.W_O, std=cfg.init_range)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        q = self.project(x, self.W_Q, self.b_Q)
        k = self.project(x, self.W_K, self.b_K)
        v = self.project(x, self.W_V, self.b_V)

        scores = einops.einsum(
            q, k, "batch query n_heads d_head, batch key n_heads d_head -> batch n_heads query key"
        ) / math.sqrt(self.cfg.d_head)
        pattern = self.apply_causal_mask(scores).softmax(dim=-1)
        z = einops.einsum(pattern, v, "batch n_heads query key, batch key n_heads d_head -> batch query n_heads d_head")
        out = einops.einsum(z, self.W_O, "batch seq n_heads d_head, n_heads d_head d_model -> batch seq d_model")
        return out + self.b_O

    def project(
        self,
        x: Float[Tensor, "batch seq d_model"],
        weight: Float[Tensor, "n_heads d_model d_head"],
        bias: Float[Tensor, "n_heads d_head"],
    ) -> Float[Tensor, "batch seq n_heads d_head"]:
        projected = einops.einsum(x, weight, "batch seq d_model, n_heads d_model d_head -> batch seq n_heads d_head")
        return projected + bias

    def apply_causal_mask(
        self, scores: Float[Tensor, "batch n_heads query key"]
    ) -> Float[Tensor, "batch n_heads query key"]:
        query, key = scores.shape[-2:]
        everywhere = torch.ones(query, key, dtype=torch.bool, device=scores.device)
        future = torch.triu(everywhere, diagonal=1)
        return scores.masked_fill(future, float("-inf"))


class MLP(nn.Module):
    """Two linear maps around a GELU, applied to each position on its own."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.W_in = nn.Parameter(torch.empty(cfg.d_model, cfg.d_mlp))
        self.b_in = nn.Parameter(torch.zeros(cfg.d_mlp))
        self.W_out = nn.Parameter(torch.empty(cfg.d_mlp, cfg.d_model))
        self.b_out = nn.Parameter(torch.zeros(cfg.d_model))
        nn.init.normal_(self.W_in, std=cfg.init_range)
        nn.init.normal_(self.W_out, std=cfg.init_range)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        before = x @ self.W_in + self.b_in
        after = gelu(before)
        return after @ self.W_out + self.b_out


def gelu(x: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """GELU by the tanh approximation that GPT-2 was trained with (Hendrycks and Gimpel, 2016)."""
    inner = math.sqrt(2.0 / math.pi) * (x + 0.044715 * x**3)
    return 0.5 * x * (1.0 + torch.tanh(inner))


class Block(nn.Module):
    """Attention, then the MLP, each reading the normalised residual stream and adding to it."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.ln1 = LayerNorm(cfg)
        self.attn = Attention(cfg)
        self.ln2 = LayerNorm(cfg)
        self.mlp = MLP(cfg)

    def forward(self, resid_pre: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        attn_out = self.attn(self.ln1(resid_pre))
        resid_mid = resid_pre + attn_out
        mlp_out = self.mlp(self.ln2(resid_mid))
        return resid_mid + mlp_out


class Unembed(nn.Module):
    """Turns the residual stream into one logit for each token of the vocabulary."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.W_U = nn.Parameter(torch.empty(cfg.d_model, cfg.d_vocab))
        self.b_U = nn.Parameter(torch.zeros(cfg.d_vocab))
        nn.init.normal_(self.W_U, std=cfg.init_range)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_vocab"]:
        logits = einops.einsum(x, self.W_U, "batch seq d_model, d_model d_vocab -> batch seq d_vocab")
        return logits + self.b_U


class GPT2(nn.Module):
    """The whole model: tokens in, a logit for every possible next token out."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.cfg = cfg
        self.embed = Embed(cfg)
        self.pos_embed = PosEmbed(cfg)
        self.blocks = nn.ModuleList([Block(cfg) for _ in range(cfg.n_layers)])
        self.ln_final = LayerNorm(cfg)
        self.unembed = Unembed(cfg)

    def forward(self, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, "batch seq d_vocab"]:
        residual = self.embed(tokens) + self.pos_embed(tokens)
        for block in self.blocks:
            residual = block(residual)
        residual = self.ln_final(residual)
        return self.unembed(residual)


def log_probs_of_next(
    logits: Float[Tensor, "batch seq d_vocab"], tokens: Int[Tensor, "batch seq"]
) -> Float[Tensor, "batch seq-1"]:
    """The log-probability given to each token that did come next."""
    log_probs = F.log_softmax(logits, dim=-1)
    predictions = log_probs[:, :-1]
    targets = tokens[:, 1:]
    chosen = predictions.gather(dim=-1, index=targets.unsqueeze(-1))
    return chosen.squeeze(-1)


def cross_entropy_loss(
    logits: Float[Tensor, "batch seq d_vocab"], tokens: Int[Tensor, "batch seq"]
) -> Float[Tensor, ""]:
    """The mean surprise, in nats, at each next token."""
    return -log_probs_of_next(logits, tokens).mean()


def accuracy(logits: Float[Tensor, "batch seq d_vocab"], tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, ""]:
    """The share of positions at which the likeliest next token was the right one."""
    guesses = logits[:, :-1].argmax(dim=-1)
    right = guesses == tokens[:, 1:]
    return right.float().mean()


def training_step(model: GPT2, optimizer: torch.optim.Optimizer, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, ""]:
    """One step down the gradient; returns the loss before it."""
    optimizer.zero_grad()
    logits = model(tokens)
    loss = cross_entropy_loss(logits, tokens)
    loss.backward()
    optimizer.step()
    return loss.detach()


def keep_top_k(logits: Float[Tensor, "batch d_vocab"], k: int) -> Float[Tensor, "batch d_vocab"]:
    """Rules out every token but the k likeliest of each row."""
    best = logits.topk(k, dim=-1).values
    threshold = best[:, -1:]
    too_low = logits < threshold
    return logits.masked_fill(too_low, float("-inf"))


def keep_top_p(logits: Float[Tensor, "batch d_vocab"], p: float) -> Float[Tensor, "batch d_vocab"]:
    """Nucleus sampling: keeps the smallest set of tokens whose probability reaches p (Holtzman et al., 2019)."""
    ordered, order = logits.sort(dim=-1, descending=True)
    probabilities = ordered.softmax(dim=-1)
    reached_before = probabilities.cumsum(dim=-1) - probabilities
    outside = reached_before >= p
    ordered = ordered.masked_fill(outside, float("-inf"))
    return torch.empty_like(logits).scatter(dim=-1, index=order, src=ordered)


def penalise_repeats(
    logits: Float[Tensor, "batch d_vocab"], tokens: Int[Tensor, "batch seq"], penalty: float
) -> Float[Tensor, "batch d_vocab"]:
    """Takes `penalty` off a token's logit for each time it has been used already."""
    used = F.one_hot(tokens, num_classes=logits.shape[-1])
    times = einops.reduce(used, "batch seq d_vocab -> batch d_vocab", "sum")
    return logits - penalty * times


def sample_next(
    logits: Float[Tensor, "batch d_vocab"],
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Int[Tensor, "batch 1"]:
    """Draws one token for each row; a temperature of 0 takes the likeliest."""
    if temperature == 0:
        return logits.argmax(dim=-1, keepdim=True)
    logits = logits / temperature
    if top_k is not None:
        logits = keep_top_k(logits, top_k)
    if top_p is not None:
        logits = keep_top_p(logits, top_p)
    probabilities = logits.softmax(dim=-1)
    return torch.multinomial(probabilities, num_samples=1)


@torch.no_grad()
def extend(model: GPT2, tokens: Int[Tensor, "batch seq"], temperature: float = 1.0) -> Int[Tensor, "batch seq+1"]:
    """Every row with one more token at its end."""
    logits = model(tokens)
    next_token = sample_next(logits[:, -1], temperature)
    return torch.cat([tokens, next_token], dim=1)


@torch.no_grad()
def generate(
    model: GPT2, prompt: Int[Tensor, "batch seq"], n_new: int, temperature: float = 1.0
) -> Int[Tensor, "batch seq+{n_new}"]:
    """Continues every row of the prompt by `n_new` tokens.

    The model is causal, so what stands to the right of a position, here still zeros, doesn't change its logits.
    """
    batch, seq = prompt.shape
    tokens = torch.zeros(batch, seq + n_new, dtype=prompt.dtype, device=prompt.device)
    tokens[:, :seq] = prompt
    for position in range(seq, seq + n_new):
        logits = model(tokens)
        before = logits[:, position - 1]
        next_token = sample_next(before, temperature)
        tokens[:, position] = next_token.squeeze(-1)
    return tokens


def sequence_log_prob(model: GPT2, tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, " batch"]:
    """How likely the model finds each row as a whole, given its first token."""
    return log_probs_of_next(model(tokens), tokens).sum(dim=-1)
