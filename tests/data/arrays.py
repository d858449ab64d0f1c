"""Functions on NumPy arrays that are right: run for real, every array's shape known, and nothing to be said of them."""

import einops
import numpy as np
import torch
from einops import rearrange, reduce, repeat
from jaxtyping import Bool, Float, Float32, Int, UInt8
from numpy.lib.stride_tricks import as_strided, sliding_window_view
from numpy.linalg import norm
from numpy.typing import NDArray
from torch import Tensor


def softmax(x: Float[np.ndarray, "batch classes"]) -> Float[np.ndarray, "batch classes"]:
    shifted = x - x.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)


def log_sum_exp(x: Float[NDArray, "*batch classes"]) -> Float[NDArray, "*batch"]:
    largest = np.max(x, axis=-1, keepdims=True)
    return np.log(np.sum(np.exp(x - largest), axis=-1)) + largest[..., 0]


def cross_entropy(logits: Float[np.ndarray, "n k"], labels: Int[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    p = softmax(logits)
    picked = p[np.arange(len(labels)), labels]
    return -np.log(picked)


def one_hot(labels: Int[np.ndarray, "n"], classes: int) -> Float[np.ndarray, "n {classes}"]:
    return np.eye(classes)[labels]


def distances(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    difference = x[:, None, :] - y[None, :, :]
    squared = (difference**2).sum(axis=-1)
    return np.sqrt(squared)


def distances_by_products(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    x2 = np.sum(x**2, axis=1)[:, np.newaxis]
    y2 = np.sum(y**2, axis=1)
    cross = x @ y.T
    return x2 - 2 * cross + y2


def attention(
    q: Float[np.ndarray, "b s d"], k: Float[np.ndarray, "b t d"], v: Float[np.ndarray, "b t e"]
) -> Float[np.ndarray, "b s e"]:
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    mask = np.tril(np.ones((q.shape[1], k.shape[1]), dtype=bool))
    scores = np.where(mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.einsum("bst,bte->bse", weights, v)


def split_heads(x: Float[np.ndarray, "b s {h}*{e}"], h: int, e: int) -> Float[np.ndarray, "b {h} s {e}"]:
    b, s, width = x.shape
    return x.reshape(b, s, h, width // h).transpose(0, 2, 1, 3)


def merge_heads(x: Float[np.ndarray, "b h s e"]) -> Float[np.ndarray, "b s h*e"]:
    return rearrange(x, "b h s e -> b s (h e)")


def pooled(image: Float[np.ndarray, "b c h w"]) -> Float[np.ndarray, "b c"]:
    return reduce(image, "b c h w -> b c", "mean")


def tiled(x: Float[np.ndarray, "n d"], times: int) -> Float[np.ndarray, "n {times} d"]:
    return repeat(x, "n d -> n times d", times=times)


def covariance(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d d"]:
    centred = x - x.mean(axis=0)
    return centred.T @ centred / (len(x) - 1)


def principal_axes(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d d"]:
    values, vectors = np.linalg.eigh(np.cov(x, rowvar=False))
    order = np.argsort(values)[::-1]
    vectors = vectors[:, order]
    return vectors / norm(vectors, axis=0)


def standardise(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    mean, std = x.mean(0), x.std(0)
    return (x - mean) / (std + 1e-8)


def normalise_rows(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    return x / norm(x, axis=1, keepdims=True)


def least_squares(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"]) -> Float[np.ndarray, "d"]:
    gram = x.T @ x + 0.1 * np.eye(x.shape[1])
    return np.linalg.solve(gram, x.T @ y)


def with_bias(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d+1"]:
    ones = np.ones((x.shape[0], 1))
    return np.hstack([ones, x])


def with_bias_by_index(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d+1"]:
    return np.c_[np.ones(len(x)), x]


def layer(
    x: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d h"], b: Float[np.ndarray, "h"]
) -> Float[np.ndarray, "n h"]:
    return np.maximum(0, x @ w + b)


def gradients(
    x: Float[np.ndarray, "n d"], w: Float[np.ndarray, "d h"], dy: Float[np.ndarray, "n h"]
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d h"], Float[np.ndarray, "h"]]:
    dx = dy @ w.T
    dw = np.dot(x.T, dy)
    db = dy.sum(axis=0)
    return dx, dw, db


def patches(image: Float[np.ndarray, "h w"]) -> Float[np.ndarray, "h-2 w-2 3 3"]:
    return sliding_window_view(image, (3, 3))


def convolve(image: Float[np.ndarray, "c h w"], kernel: Float[np.ndarray, "o c 3 3"]) -> Float[np.ndarray, "o h-2 w-2"]:
    windows = sliding_window_view(image, (3, 3), axis=(1, 2))
    return np.einsum("chwij,ocij->ohw", windows, kernel)


def strided(image: Float[np.ndarray, "h w"]) -> Float[np.ndarray, "h-1 w-1 2 2"]:
    h, w = image.shape
    down, right = image.strides
    return as_strided(image, shape=(h - 1, w - 1, 2, 2), strides=(down, right, down, right))


def padded(image: Float[np.ndarray, "b c h w"], by: int) -> Float[np.ndarray, "b c h+2*{by} w+2*{by}"]:
    return np.pad(image, ((0, 0), (0, 0), (by, by), (by, by)))


def to_floats(image: UInt8[np.ndarray, "h w 3"]) -> Float32[np.ndarray, "3 h w"]:
    return np.moveaxis(image.astype(np.float32) / 255.0, -1, 0)


def flattened(images: Float[np.ndarray, "n 28 28"]) -> Float[np.ndarray, "n 784"]:
    return images.reshape(len(images), -1)


def power_spectrum(signal: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n//2+1"]:
    spectrum = np.fft.rfft(signal)
    return np.abs(spectrum) ** 2


def kernel_matrix(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    squared = ((x[:, None] - y[None]) ** 2).sum(-1)
    return np.exp(-0.5 * squared)


def posterior(
    x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"], new: Float[np.ndarray, "m d"]
) -> tuple[Float[np.ndarray, "m"], Float[np.ndarray, "m m"]]:
    k = kernel_matrix(x, x) + 1e-2 * np.eye(len(x))
    k_s = kernel_matrix(x, new)
    lower = np.linalg.cholesky(k)
    alpha = np.linalg.solve(lower.T, np.linalg.solve(lower, y))
    v = np.linalg.solve(lower, k_s)
    return k_s.T @ alpha, kernel_matrix(new, new) - v.T @ v


def kalman(
    mean: Float[np.ndarray, "d"], cov: Float[np.ndarray, "d d"], h: Float[np.ndarray, "m d"],
    r: Float[np.ndarray, "m m"], z: Float[np.ndarray, "m"],
) -> tuple[Float[np.ndarray, "d"], Float[np.ndarray, "d d"]]:  # fmt: skip
    innovation = z - h @ mean
    s = h @ cov @ h.T + r + np.eye(len(z))
    gain = cov @ h.T @ np.linalg.inv(s)
    return mean + gain @ innovation, (np.eye(len(mean)) - gain @ h) @ cov


def forward(
    start: Float[np.ndarray, "k"], move: Float[np.ndarray, "k k"], emit: Float[np.ndarray, "k o"],
    seen: Int[np.ndarray, "t"],
) -> Float[np.ndarray, "t k"]:  # fmt: skip
    alpha = np.zeros((len(seen), len(start)))
    alpha[0] = start * emit[:, seen[0]]
    for t in range(1, len(seen)):
        alpha[t] = (alpha[t - 1] @ move) * emit[:, seen[t]]
    return alpha


def samples(n: int, d: int) -> Float[np.ndarray, "{n} {d}"]:
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(n, d))
    return noise + rng.uniform(-1.0, 1.0, (n, d)) * rng.standard_normal(d)


def drawn(rng: np.random.Generator, x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    order = rng.permutation(len(x))
    shuffled = x[order]
    return shuffled + rng.normal(size=shuffled.shape)


def old_samples(n: int) -> Float[np.ndarray, "{n} 3"]:
    return np.random.randn(n, 3) * np.random.rand(3)


def masked(x: Float[np.ndarray, "n d"], mask: Bool[np.ndarray, "n d"]) -> Float[np.ndarray, "n"]:
    kept = np.where(mask, x, 0.0)
    counts = mask.sum(axis=1)
    return kept.sum(axis=1) / np.maximum(counts, 1)


def image_grid(h: int, w: int) -> Float[np.ndarray, "{h} {w} 2"]:
    rows, columns = np.meshgrid(np.linspace(0, 1, h), np.linspace(0, 1, w), indexing="ij")
    return np.stack([rows, columns], axis=-1)


def running_mean(x: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    return np.cumsum(x) / np.arange(1, len(x) + 1)


def nearest(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n d"]:
    index = distances(x, y).argmin(axis=1)
    return y[index]


def sorted_rows(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    order = np.argsort(x, axis=1)
    return np.take_along_axis(x, order, axis=1)


def blocks(a: Float[np.ndarray, "n n"], b: Float[np.ndarray, "n m"]) -> Float[np.ndarray, "n+m n+m"]:
    m = b.shape[1]
    return np.block([[a, b], [b.T, np.zeros((m, m))]])


def column_major(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d n"]:
    n, d = x.shape
    return x.reshape((d, n), order="F").copy()


def grown(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "d"]) -> Float[np.ndarray, "n+1 d"]:
    return np.concatenate([x, y[None]], axis=0)


def a_number_grows(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d"]:
    total = x[0].sum()
    total += x[1]
    return total


def outer_product(u: Float[np.ndarray, "n"], v: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    return np.outer(u, v) + np.multiply.outer(u, v)


def singular_values(x: Float[np.ndarray, "n n"]) -> Float[np.ndarray, "n"]:
    result = np.linalg.svd(x)
    return result.S


def to_torch(x: Float32[np.ndarray, "n d"], w: Float32[Tensor, "d h"]) -> Float32[Tensor, "n h"]:
    there = torch.from_numpy(x)
    return there @ w


def to_numpy(x: Float[Tensor, "n d"], w: Float[np.ndarray, "d h"]) -> Float[np.ndarray, "n h"]:
    here = x.detach().cpu().numpy()
    return np.asarray(x) @ w + here @ w


def either_way(x: Float[np.ndarray, "n d"]) -> Float[Tensor, "d n"]:
    return torch.tensor(x.T, dtype=torch.float32)


def batched(x: Float[np.ndarray, "*batch n d"], w: Float[np.ndarray, "d h"]) -> Float[np.ndarray, "*batch n h"]:
    return np.tanh(x @ w)


def through_einops(x: Float[np.ndarray, "b n d"], w: Float[np.ndarray, "d h"]) -> Float[np.ndarray, "b h"]:
    y = einops.einsum(x, w, "b n d, d h -> b n h")
    return einops.reduce(y, "b n h -> b h", "max")


def halves(x: Float[np.ndarray, "n 8"]) -> Float[np.ndarray, "n 4"]:
    first, second = np.split(x, 2, axis=1)
    return first * second


def changed_in_place(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    y = x.copy()
    y[:, 0] = 0.0
    y[y < 0] = 0.0
    y[1:] += x[:-1]
    y.sort(axis=1)
    return y


def typed_local(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n n"]:
    gram: Float[np.ndarray, "n n"] = x @ x.T
    return gram


def distances_by_loops(x: Float[np.ndarray, "n d"], y: Float[np.ndarray, "m d"]) -> Float[np.ndarray, "n m"]:
    result = np.zeros((len(x), len(y)))
    for i, first in enumerate(x):
        for j, second in enumerate(y):
            result[i, j] = norm(first - second)
    return result


def row_means(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n_rows"]:
    return np.array([row.mean() for row in x])


def largest(x: Float[np.ndarray, "n d"], by: int) -> Float[np.ndarray, "n {by}"]:
    index = np.argpartition(-x, by, axis=1)[:, :by]
    values = np.take_along_axis(x, index, axis=1)
    return np.sort(values, axis=1)


def pooled_by_blocks(x: Float[np.ndarray, "n h w"], by: int) -> Float[np.ndarray, "n h//{by} w//{by}"]:
    n, h, w = x.shape
    x = x[:, : h // by * by, : w // by * by]
    x = x.reshape(n, h // by, by, w // by, by)
    return x.max(axis=(2, 4))
