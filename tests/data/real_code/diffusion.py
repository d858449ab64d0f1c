"""DDPM: a small U-Net with skip connections, a time embedding, the schedule and the sampler."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor


def extract(a: Float[Tensor, "steps"], t: Int[Tensor, "batch"], x_shape):
    b, *_ = t.shape
    out = a.gather(-1, t)
    return out.reshape(b, *((1,) * (len(x_shape) - 1)))


def timestep_embedding(t: Int[Tensor, "batch"], dim: int) -> Float[Tensor, "batch {dim}"]:
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32, device=t.device) / half)
    args = t[:, None].float() * freqs[None]
    emb = torch.cat([torch.cos(args), torch.sin(args)], dim=-1)
    if dim % 2:
        emb = torch.cat([emb, torch.zeros_like(emb[:, :1])], dim=-1)
    return emb


class Block(nn.Module):
    def __init__(self, cin: int, cout: int, time_dim: int):
        super().__init__()
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(time_dim, cout * 2))
        self.conv1 = nn.Conv2d(cin, cout, 3, padding=1)
        self.norm = nn.GroupNorm(2, cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1)
        self.res = nn.Conv2d(cin, cout, 1) if cin != cout else nn.Identity()

    def forward(self, x: Float[Tensor, "b cin h w"], temb: Float[Tensor, "b time"]) -> Float[Tensor, "b cout h w"]:
        scale, shift = self.mlp(temb)[:, :, None, None].chunk(2, dim=1)
        h = self.norm(self.conv1(x)) * (scale + 1) + shift
        h = self.conv2(F.silu(h))
        return h + self.res(x)


class UNet(nn.Module):
    def __init__(self, dim: int = 8, mults=(1, 2, 4), time_dim: int = 16):
        super().__init__()
        self.time_dim = time_dim
        dims = [dim * m for m in mults]
        self.init = nn.Conv2d(3, dim, 3, padding=1)
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        for cin, cout in zip(dims[:-1], dims[1:]):
            self.downs.append(nn.ModuleList([Block(cin, cin, time_dim), nn.Conv2d(cin, cout, 4, 2, 1)]))
        for cin, cout in reversed(list(zip(dims[:-1], dims[1:]))):
            self.ups.append(nn.ModuleList([nn.ConvTranspose2d(cout, cin, 4, 2, 1), Block(cin * 2, cin, time_dim)]))
        self.mid = Block(dims[-1], dims[-1], time_dim)
        self.final = nn.Conv2d(dim, 3, 1)

    def forward(self, x: Float[Tensor, "b 3 h w"], t: Int[Tensor, "b"]) -> Float[Tensor, "b 3 h w"]:
        temb = timestep_embedding(t, self.time_dim)
        x = self.init(x)
        skips = []
        for block, down in self.downs:
            x = block(x, temb)
            skips.append(x)
            x = down(x)
        x = self.mid(x, temb)
        for up, block in self.ups:
            x = up(x)
            x = torch.cat((x, skips.pop()), dim=1)
            x = block(x, temb)
        return self.final(x)


class Diffusion(nn.Module):
    def __init__(self, model: nn.Module, steps: int = 10):
        super().__init__()
        self.model = model
        self.steps = steps
        betas = torch.linspace(1e-4, 0.02, steps)
        alphas = 1.0 - betas
        alphas_cumprod = torch.cumprod(alphas, dim=0)
        prev = F.pad(alphas_cumprod[:-1], (1, 0), value=1.0)
        self.register_buffer("betas", betas)
        self.register_buffer("sqrt_ac", alphas_cumprod.sqrt())
        self.register_buffer("sqrt_1mac", (1 - alphas_cumprod).sqrt())
        self.register_buffer("post_var", betas * (1 - prev) / (1 - alphas_cumprod))

    def q_sample(self, x0: Float[Tensor, "b c h w"], t: Int[Tensor, "b"], noise=None):
        noise = torch.randn_like(x0) if noise is None else noise
        return extract(self.sqrt_ac, t, x0.shape) * x0 + extract(self.sqrt_1mac, t, x0.shape) * noise

    def loss(self, x0: Float[Tensor, "b c h w"]) -> Float[Tensor, ""]:
        b, c, h, w = x0.shape
        t = torch.randint(0, self.steps, (b,), device=x0.device).long()
        noise = torch.randn_like(x0)
        x_t = self.q_sample(x0=x0, t=t, noise=noise)
        with torch.autocast("cpu", enabled=False):
            pred = self.model(x_t, t)
        loss = F.mse_loss(pred, noise, reduction="none")
        loss = loss.reshape(b, -1).mean(dim=1)
        return loss.mean()

    @torch.no_grad()
    def sample(self, n: int, size: int) -> Float[Tensor, "{n} 3 {size} {size}"]:
        img = torch.randn(n, 3, size, size)
        for i in reversed(range(0, self.steps)):
            t = torch.full((n,), i, dtype=torch.long)
            eps = self.model(img, t)
            mean = img - extract(self.betas, t, img.shape) * eps / extract(self.sqrt_1mac, t, img.shape)
            noise = torch.randn_like(img) if i > 0 else 0.0
            img = mean + extract(self.post_var, t, img.shape).clamp(min=1e-20).sqrt() * noise
        return img.clamp(-1, 1)


def example():
    diffusion = Diffusion(UNet())
    x = torch.randn(3, 3, 16, 20)
    diffusion.loss(x).backward()
    img = diffusion.sample(2, 8)
    assert img.shape == (2, 3, 8, 8)
