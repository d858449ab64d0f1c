"""Linear algebra, kernels, distances, graphs, signals."""

from __future__ import annotations

import einops
import torch
import torch.nn.functional as F
from einops import einsum, rearrange, reduce
from jaxtyping import Float, Int
from torch import Tensor

# sizes: n=5 m=6 d=3 rank=2 classes=7 nodes=5 edges=8 frames=12 rows=5 cols=9 n_heads=7 width=14 d_head=2


def squared_distances(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    return (x[:, None, :] - y[None, :, :]).pow(2).sum(dim=-1)


def distances_by_products(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    x_norms = (x**2).sum(dim=1)
    y_norms = (y**2).sum(dim=1)
    return x_norms[:, None] + y_norms[None, :] - 2 * x @ y.T


def rbf_kernel(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"], scale: float) -> Float[Tensor, "n m"]:
    return torch.exp(-(torch.cdist(x, y) ** 2) / scale)


def kernel_regression(kernel: Float[Tensor, "m n"], targets: Float[Tensor, "n classes"]) -> Float[Tensor, "m classes"]:
    weights = kernel / kernel.sum(dim=1, keepdim=True)
    return weights @ targets


def ridge(x: Float[Tensor, "n d"], y: Float[Tensor, "n classes"], strength: float) -> Float[Tensor, "d classes"]:
    gram = x.T @ x + strength * torch.eye(x.shape[1])
    return torch.linalg.solve(gram, x.T @ y)


def principal_components(x: Float[Tensor, "n d"]) -> Float[Tensor, "n 2"]:
    centred = x - x.mean(dim=0, keepdim=True)
    _, _, v = torch.linalg.svd(centred, full_matrices=False)
    return centred @ v[:2].T


def covariance(x: Float[Tensor, "batch n d"]) -> Float[Tensor, "batch d d"]:
    centred = x - x.mean(dim=1, keepdim=True)
    return centred.transpose(1, 2) @ centred / (x.shape[1] - 1)


def project_out(x: Float[Tensor, "n d"], direction: Float[Tensor, " d"]) -> Float[Tensor, "n d"]:
    unit = direction / direction.norm()
    return x - (x @ unit)[:, None] * unit


def bilinear(
    a: Float[Tensor, "batch n"], w: Float[Tensor, "n m"], b: Float[Tensor, "batch m"]
) -> Float[Tensor, " batch"]:
    return (a @ w * b).sum(-1)


def tucker(
    core: Float[Tensor, "r1 r2 r3"],
    a: Float[Tensor, "rows r1"],
    b: Float[Tensor, "cols r2"],
    c: Float[Tensor, "tubes r3"],
) -> Float[Tensor, "rows cols tubes"]:
    return torch.einsum("abc,ia,jb,kc->ijk", core, a, b, c)


def graph_convolution(
    adjacency: Float[Tensor, "nodes nodes"], features: Float[Tensor, "nodes d"], weight: Float[Tensor, "d hidden"]
) -> Float[Tensor, "nodes hidden"]:
    degree = adjacency.abs().sum(dim=1, keepdim=True)
    return torch.relu(adjacency / degree @ features @ weight)


def gather_edges(
    features: Float[Tensor, "nodes d"], source: Int[Tensor, " edges"], target: Int[Tensor, " edges"]
) -> Float[Tensor, "edges 2*d"]:
    return torch.cat([features[source], features[target]], dim=-1)


def message_passing(
    features: Float[Tensor, "nodes d"], source: Int[Tensor, " edges"], target: Int[Tensor, " edges"]
) -> Float[Tensor, "nodes d"]:
    out = torch.zeros_like(features)
    return out.index_add(0, target, features[source])


def pairwise_concat(x: Float[Tensor, "batch n d"]) -> Float[Tensor, "batch n n 2*d"]:
    batch, n, d = x.shape
    left = x[:, :, None, :].expand(batch, n, n, d)
    right = x[:, None, :, :].expand(batch, n, n, d)
    return torch.cat([left, right], dim=-1)


def outer_products(a: Float[Tensor, "batch n"], b: Float[Tensor, "batch m"]) -> Float[Tensor, "batch n m"]:
    return a.unsqueeze(2) * b.unsqueeze(1)


def batched_quadratic(x: Float[Tensor, "batch n d"], a: Float[Tensor, "d d"]) -> Float[Tensor, "batch n"]:
    return einsum(x, a, x, "batch n i, i j, batch n j -> batch n")


def standard_scores(table: Float[Tensor, "rows cols"]) -> Float[Tensor, "rows cols"]:
    mean = table.mean(dim=1)
    std = table.std(dim=1)
    return (table - mean[:, None]) / std[:, None]


def power_iteration(a: Float[Tensor, "n n"], steps: int) -> Float[Tensor, " n"]:
    v = torch.ones(a.shape[0])
    for _ in range(steps):
        v = a @ v
        v = v / v.norm()
    return v


def moving_average(signal: Float[Tensor, "batch frames"]) -> Float[Tensor, "batch frames-2"]:
    windows = signal.unfold(dimension=1, size=3, step=1)
    return windows.mean(dim=-1)


def k_means_step(points: Float[Tensor, "n d"], centres: Float[Tensor, "k d"]) -> Float[Tensor, "k d"]:
    nearest = torch.cdist(points, centres).argmin(dim=1)
    member = F.one_hot(nearest, centres.shape[0]).float()
    counts = member.sum(dim=0)
    return member.T @ points / (counts[:, None] + 1e-6)


def probe_directions(
    activations: Float[Tensor, "layer batch d_model"], labels: Float[Tensor, " batch"]
) -> Float[Tensor, "layer d_model"]:
    positive = (activations * labels[None, :, None]).sum(dim=1) / labels.sum()
    return positive - activations.mean(dim=1)


def head_results(
    z: Float[Tensor, "batch seq n_heads d_head"], w_o: Float[Tensor, "n_heads d_head d_model"]
) -> Float[Tensor, "batch seq n_heads d_model"]:
    return einops.einsum(z, w_o, "batch seq head d_head, head d_head d_model -> batch seq head d_model")


def logit_attribution(
    results: Float[Tensor, "batch seq n_heads d_model"],
    unembed: Float[Tensor, "d_model vocab"],
    answers: Int[Tensor, " batch"],
) -> Float[Tensor, "batch n_heads"]:
    directions = unembed[:, answers].T
    last = results[:, -1]
    return (last * directions[:, None, :]).sum(dim=-1)


def split_and_merge(x: Float[Tensor, "batch width"], n_heads: int) -> Float[Tensor, "{n_heads} batch d_head"]:
    return rearrange(x, "batch (head d) -> head batch d", head=n_heads)


def block_mean(x: Float[Tensor, "rows frames"]) -> Float[Tensor, "rows frames//3"]:
    return reduce(x, "rows (frames three) -> rows frames", "mean", three=3)
