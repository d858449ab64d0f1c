"""Images: convolutions, patches, U-Nets, pooling, grids."""

# sizes: batch=3 channels=4 height=12 width=20 patch=4 rows=3 cols=5 d_model=10 hidden=6 classes=7 points=5

from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor


class PatchEmbedding(nn.Module):
    def __init__(self, channels: int, patch: int, d_model: int):
        super().__init__()
        self.conv = nn.Conv2d(channels, d_model, kernel_size=patch, stride=patch)
        self.cls = nn.Parameter(torch.randn(1, 1, d_model))

    def forward(self, images: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch tokens d_model"]:
        grid = self.conv(images)
        tokens = grid.flatten(2).transpose(1, 2)
        cls = self.cls.expand(images.shape[0], -1, -1)
        return torch.cat([cls, tokens], dim=1)


class ConvNet(nn.Module):
    def __init__(self, channels: int, hidden: int, classes: int):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, hidden, 3, padding=1)
        self.conv2 = nn.Conv2d(hidden, 2 * hidden, 3, padding=1)
        self.head = nn.Linear(2 * hidden, classes)

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch classes"]:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.relu(self.conv2(x))
        pooled = x.mean(dim=(2, 3))
        return self.head(pooled)


class ResidualBlock(nn.Module):
    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.first = nn.Conv2d(channels, hidden, 3, padding=1)
        self.norm = nn.BatchNorm2d(hidden)
        self.second = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        out = F.relu(self.norm(self.first(x)))
        return x + self.second(out)


class UNetStep(nn.Module):
    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.down = nn.Conv2d(channels, hidden, 3, padding=1)
        self.middle = nn.Conv2d(hidden, hidden, 3, padding=1)
        self.up = nn.Conv2d(2 * hidden, channels, 3, padding=1)

    def forward(self, x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
        skip = F.relu(self.down(x))
        low = F.relu(self.middle(F.avg_pool2d(skip, 2)))
        high = F.interpolate(low, scale_factor=2)
        return self.up(torch.cat([skip, high], dim=1))


def patchify(
    images: Float[Tensor, "batch channels height width"], rows: int, cols: int
) -> Float[Tensor, "batch patches {rows}*{cols}*channels"]:
    return rearrange(images, "b c (h p) (w q) -> b (h w) (p q c)", p=rows, q=cols)


def to_grey(images: Float[Tensor, "batch 3 height width"]) -> Float[Tensor, "batch height width"]:
    weights = torch.tensor([0.299, 0.587, 0.114])
    return (images * weights[:, None, None]).sum(dim=1)


def channel_statistics(
    images: Float[Tensor, "batch channels height width"],
) -> tuple[Float[Tensor, " channels"], Float[Tensor, " channels"]]:
    flat = images.transpose(0, 1).reshape(images.shape[1], -1)
    return flat.mean(dim=1), flat.std(dim=1)


def normalise_images(
    images: Float[Tensor, "batch channels height width"],
    mean: Float[Tensor, " channels"],
    std: Float[Tensor, " channels"],
) -> Float[Tensor, "batch channels height width"]:
    return (images - mean.view(1, -1, 1, 1)) / std.view(1, -1, 1, 1)


def gram(features: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels channels"]:
    batch, channels, height, width = features.shape
    flat = features.view(batch, channels, height * width)
    return flat @ flat.transpose(1, 2) / (height * width)


def pixel_grid(height: int, width: int) -> Float[Tensor, "{height} {width} 2"]:
    rows = torch.linspace(-1, 1, height)
    cols = torch.linspace(-1, 1, width)
    return torch.stack([rows[:, None].expand(height, width), cols[None, :].expand(height, width)], dim=-1)


def blend(
    top: Float[Tensor, "height width channels"],
    bottom: Float[Tensor, "height width channels"],
    alpha: Float[Tensor, "height width"],
) -> Float[Tensor, "height width channels"]:
    return alpha[..., None] * top + (1 - alpha[..., None]) * bottom


def spatial_attention(x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
    tokens = rearrange(x, "b c h w -> b (h w) c")
    pattern = (tokens @ tokens.transpose(1, 2)).softmax(dim=-1)
    mixed = pattern @ tokens
    return rearrange(mixed, "b (h w) c -> b c h w", h=x.shape[2])


def rays_to_points(
    origins: Float[Tensor, "rays 3"], directions: Float[Tensor, "rays 3"], depths: Float[Tensor, "rays samples"]
) -> Float[Tensor, "rays samples 3"]:
    return origins[:, None, :] + depths[:, :, None] * directions[:, None, :]


def composite(
    density: Float[Tensor, "rays samples"], colour: Float[Tensor, "rays samples 3"], step: float
) -> Float[Tensor, "rays 3"]:
    alpha = 1 - torch.exp(-density.abs() * step)
    through = torch.cumprod(1 - alpha + 1e-10, dim=-1)
    through = torch.cat([torch.ones_like(through[:, :1]), through[:, :-1]], dim=-1)
    weights = alpha * through
    return (weights[:, :, None] * colour).sum(dim=1)


def contact_sheet(images: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "channels height batch*width"]:
    return rearrange(images, "b c h w -> c h (b w)")


def pool_and_repeat(x: Float[Tensor, "batch channels height width"]) -> Float[Tensor, "batch channels height width"]:
    pooled = reduce(x, "b c h w -> b c", "max")
    return x - repeat(pooled, "b c -> b c h w", h=x.shape[2], w=x.shape[3])
