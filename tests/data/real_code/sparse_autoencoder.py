"""A sparse autoencoder and its training loop, with resampling of dead features."""

from dataclasses import dataclass, field
from typing import Callable, Dict, List, NamedTuple, Optional

import einops
import torch as t
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn


@dataclass
class SAEConfig:
    n_inst: int
    d_in: int
    d_hidden: int
    l1_coeff: float = 0.2
    normalize: bool = True
    tied: bool = False


class Losses(NamedTuple):
    l2: Float[Tensor, "batch inst"]
    l1: Float[Tensor, "batch inst"]


class SAE(nn.Module):
    W_enc: Float[Tensor, "inst d_in d_sae"]
    W_dec: Float[Tensor, "inst d_sae d_in"]
    b_enc: Float[Tensor, "inst d_sae"]
    b_dec: Float[Tensor, "inst d_in"]

    def __init__(self, cfg: SAEConfig):
        super().__init__()
        self.cfg = cfg
        self.W_enc = nn.Parameter(nn.init.kaiming_uniform_(t.empty((cfg.n_inst, cfg.d_in, cfg.d_hidden))))
        self._W_dec = (
            None if cfg.tied else nn.Parameter(nn.init.kaiming_uniform_(t.empty((cfg.n_inst, cfg.d_hidden, cfg.d_in))))
        )
        self.b_enc = nn.Parameter(t.zeros(cfg.n_inst, cfg.d_hidden))
        self.b_dec = nn.Parameter(t.zeros(cfg.n_inst, cfg.d_in))

    @property
    def W_dec(self) -> Float[Tensor, "inst d_sae d_in"]:
        return self._W_dec if self._W_dec is not None else self.W_enc.transpose(-1, -2)

    @property
    def W_dec_normalized(self) -> Float[Tensor, "inst d_sae d_in"]:
        return self.W_dec / (self.W_dec.norm(dim=-1, keepdim=True) + 1e-8)

    def forward(self, h: Float[Tensor, "batch inst d_in"]):
        h_cent = h - self.b_dec
        acts = einops.einsum(h_cent, self.W_enc, "batch inst d_in, inst d_in d_sae -> batch inst d_sae")
        acts = F.relu(acts + self.b_enc)
        h_recon = (
            einops.einsum(acts, self.W_dec_normalized, "batch inst d_sae, inst d_sae d_in -> batch inst d_in")
            + self.b_dec
        )
        l2 = (h_recon - h).pow(2).mean(-1)
        l1 = acts.abs().sum(-1)
        losses = Losses(l2, l1)
        loss = (losses.l2 + self.cfg.l1_coeff * losses.l1).mean(0).sum()
        return losses, loss, acts, h_recon

    @t.no_grad()
    def resample_simple(self, frac_active: Float[Tensor, "window inst d_sae"], scale: float) -> Int[Tensor, "n_dead"]:
        dead = (frac_active < 1e-8).all(dim=0)  # (inst, d_sae)
        n_dead = int(dead.int().sum().item())
        if n_dead == 0:
            return t.empty(0, dtype=t.long)
        replacement = t.randn((n_dead, self.cfg.d_in))
        replacement = replacement / (replacement.norm(dim=-1, keepdim=True) + 1e-8)
        self.W_dec.data[dead] = replacement
        self.W_enc.data.transpose(-1, -2)[dead] = replacement * scale
        self.b_enc.data[dead] = 0.0
        return dead.nonzero()[:, 0]

    def optimize(self, data: Callable[[int], Float[Tensor, "batch inst d_in"]], steps: int = 4, batch_size: int = 16):
        optimizer = t.optim.Adam(list(self.parameters()), lr=1e-3, betas=(0.0, 0.999))
        frac_active_list = []
        log: Dict[str, List] = {"steps": [], "frac": []}
        for step in range(steps):
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * (1 - step / steps)
            with t.inference_mode():
                h = data(batch_size).clone()
            h = h.clone()
            losses, loss, acts, _ = self.forward(h)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            frac_active = einops.reduce((acts.abs() > 1e-8).float(), "batch inst d_sae -> inst d_sae", "mean")
            frac_active_list.append(frac_active)
            if (step + 1) % 2 == 0:
                window = t.stack(frac_active_list[-2:], dim=0)
                self.resample_simple(window, 0.5)
            log["steps"].append(step)
            log["frac"].append(frac_active.detach().cpu())
        return log


def example():
    cfg = SAEConfig(n_inst=3, d_in=5, d_hidden=11)
    sae = SAE(cfg)
    sae.optimize(lambda n: t.randn(n, cfg.n_inst, cfg.d_in))
    losses, loss, acts, recon = sae(t.randn(7, 3, 5))
    assert recon.shape == (7, 3, 5) and acts.shape[-1] == 11
    frac = t.rand(4, 3, 11)
    frac[:, 0, :3] = 0
    assert sae.resample_simple(frac, 0.1).shape == (3,)
