"""VAEs, mixtures, flows, reinforcement learning, mixtures of experts."""

# sizes: batch=3 d_in=11 hidden=7 latent=5 components=4 d=6 steps=5 envs=3 n_experts=4 d_model=10 d_mlp=13 tokens=6 k=2

from __future__ import annotations

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import einsum, reduce
from jaxtyping import Float, Int
from torch import Tensor


class VAE(nn.Module):
    def __init__(self, d_in: int, hidden: int, latent: int):
        super().__init__()
        self.encode = nn.Linear(d_in, hidden)
        self.to_stats = nn.Linear(hidden, 2 * latent)
        self.decode = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, d_in))

    def forward(self, x: Float[Tensor, "batch d_in"]) -> tuple[Float[Tensor, "batch d_in"], Float[Tensor, " batch"]]:
        stats = self.to_stats(F.relu(self.encode(x)))
        mean, log_var = stats.chunk(2, dim=-1)
        z = mean + torch.exp(log_var / 2)
        kl = -0.5 * (1 + log_var - mean**2 - log_var.exp()).sum(dim=-1)
        return self.decode(z), kl


def mixture_log_density(
    x: Float[Tensor, "batch d"],
    means: Float[Tensor, "components d"],
    log_stds: Float[Tensor, "components d"],
    logits: Float[Tensor, " components"],
) -> Float[Tensor, " batch"]:
    z = (x[:, None, :] - means[None, :, :]) / log_stds.exp()
    per_component = (-0.5 * z**2 - log_stds - 0.5 * math.log(2 * math.pi)).sum(dim=-1)
    return torch.logsumexp(per_component + F.log_softmax(logits, dim=-1), dim=-1)


def responsibilities(
    log_prob: Float[Tensor, "batch components"], log_weights: Float[Tensor, " components"]
) -> Float[Tensor, "batch components"]:
    return (log_prob + log_weights).softmax(dim=1)


def update_means(x: Float[Tensor, "batch d"], resp: Float[Tensor, "batch components"]) -> Float[Tensor, "components d"]:
    weighted = resp.T @ x
    return weighted / resp.sum(dim=0)[:, None]


def advantages(
    rewards: Float[Tensor, "envs steps"], values: Float[Tensor, "envs steps+1"], gamma: float, lam: float
) -> Float[Tensor, "envs steps"]:
    deltas = rewards + gamma * values[:, 1:] - values[:, :-1]
    steps = rewards.shape[1]
    gaps = torch.arange(steps)[None, :] - torch.arange(steps)[:, None]
    decay = torch.where(gaps >= 0, (gamma * lam) ** gaps.clamp(min=0), torch.zeros(()))
    return einsum(deltas, decay, "env later, step later -> env step")


def discounted_returns(rewards: Float[Tensor, "envs steps"], gamma: float) -> Float[Tensor, " envs"]:
    discounts = gamma ** torch.arange(rewards.shape[1])
    return (rewards * discounts).sum(dim=1)


def policy_loss(
    logits: Float[Tensor, "envs steps actions"],
    actions: Int[Tensor, "envs steps"],
    advantage: Float[Tensor, "envs steps"],
) -> Float[Tensor, ""]:
    log_probs = logits.log_softmax(dim=-1)
    chosen = log_probs.gather(dim=-1, index=actions.unsqueeze(-1)).squeeze(-1)
    entropy = -(log_probs.exp() * log_probs).sum(dim=-1)
    return -(chosen * advantage).mean() - 0.01 * entropy.mean()


class Experts(nn.Module):
    def __init__(self, d_model: int, d_mlp: int, n_experts: int):
        super().__init__()
        self.router = nn.Linear(d_model, n_experts)
        self.w_in = nn.Parameter(torch.randn(n_experts, d_model, d_mlp))
        self.w_out = nn.Parameter(torch.randn(n_experts, d_mlp, d_model))

    def forward(self, x: Float[Tensor, "tokens d_model"]) -> Float[Tensor, "tokens d_model"]:
        gates = self.router(x).softmax(dim=-1)
        hidden = F.relu(torch.einsum("tm,emh->teh", x, self.w_in))
        outputs = torch.einsum("teh,ehm->tem", hidden, self.w_out)
        return (gates[:, :, None] * outputs).sum(dim=1)


def load_balance(gates: Float[Tensor, "tokens n_experts"]) -> Float[Tensor, ""]:
    importance = gates.mean(dim=0)
    choice = F.one_hot(gates.argmax(dim=-1), gates.shape[-1]).float().mean(dim=0)
    return gates.shape[-1] * (importance * choice).sum()


def dispatch(
    x: Float[Tensor, "tokens d_model"], gates: Float[Tensor, "tokens n_experts"]
) -> Float[Tensor, "n_experts d_model"]:
    return einsum(x, gates, "t m, t e -> e m")


def reparameterise(
    mean: Float[Tensor, "batch latent"],
    std: Float[Tensor, "batch latent"],
    noise: Float[Tensor, "samples batch latent"],
) -> Float[Tensor, "samples batch latent"]:
    return mean + std * noise


def importance_bound(log_weights: Float[Tensor, "samples batch"]) -> Float[Tensor, " batch"]:
    return torch.logsumexp(log_weights, dim=0) - math.log(log_weights.shape[0])


def diffuse(
    x: Float[Tensor, "batch channels height width"],
    noise: Float[Tensor, "batch channels height width"],
    alphas: Float[Tensor, " n_steps"],
    t: Int[Tensor, " batch"],
) -> Float[Tensor, "batch channels height width"]:
    a = alphas.sigmoid()[t].view(-1, 1, 1, 1)
    return a.sqrt() * x + (1 - a).sqrt() * noise


def guided(
    x: Float[Tensor, "batch channels height width"], eps: Float[Tensor, "2*batch channels height width"], scale: float
) -> Float[Tensor, "batch channels height width"]:
    cond, uncond = (eps + torch.cat([x, x])).chunk(2, dim=0)
    return uncond + scale * (cond - uncond)


def forward_algorithm_step(
    alpha: Float[Tensor, "batch states"],
    log_transition: Float[Tensor, "states next_states"],
    log_emission: Float[Tensor, "batch next_states"],
) -> Float[Tensor, "batch next_states"]:
    return torch.logsumexp(alpha[:, :, None] + log_transition, dim=1) + log_emission


def quantise(
    x: Float[Tensor, "batch seq d"], codebook: Float[Tensor, "codes d"]
) -> tuple[Float[Tensor, "batch seq d"], Int[Tensor, "batch seq"]]:
    distances = (x[:, :, None, :] - codebook).pow(2).sum(dim=-1)
    nearest = distances.argmin(dim=-1)
    return codebook[nearest], nearest


def ensemble_predict(
    x: Float[Tensor, "batch d"], weights: Float[Tensor, "members d classes"]
) -> Float[Tensor, "batch classes"]:
    logits = einsum(x, weights, "batch d, member d classes -> member batch classes")
    probs = logits.softmax(dim=-1)
    return reduce(probs, "member batch classes -> batch classes", "mean")
