"""Losses and metrics."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor


def next_token_loss(logits: Float[Tensor, "batch seq vocab"], tokens: Int[Tensor, "batch seq"]) -> Float[Tensor, ""]:
    predictions = logits[:, :-1].reshape(-1, logits.shape[-1])
    targets = tokens[:, 1:].reshape(-1)
    return F.cross_entropy(predictions, targets)


def sequence_loss(
    logits: Float[Tensor, "batch seq vocab"], tokens: Int[Tensor, "batch seq"], mask: Bool[Tensor, "batch seq"]
) -> Float[Tensor, " batch"]:
    losses = F.cross_entropy(logits.transpose(1, 2), tokens, reduction="none")
    return (losses * mask).sum(dim=1) / mask.sum(dim=1)


def log_likelihood(
    logits: Float[Tensor, "batch seq vocab"], tokens: Int[Tensor, "batch seq"]
) -> Float[Tensor, " batch"]:
    log_probs = logits.log_softmax(dim=-1)
    chosen = log_probs.gather(-1, tokens[:, :, None])
    return chosen.squeeze(-1).sum(-1)


def contrastive(images: Float[Tensor, "batch d_embed"], texts: Float[Tensor, "batch d_embed"]) -> Float[Tensor, ""]:
    images = F.normalize(images, dim=-1)
    texts = F.normalize(texts, dim=-1)
    logits = images @ texts.T / 0.07
    labels = torch.arange(images.shape[0])
    return (F.cross_entropy(logits, labels) + F.cross_entropy(logits.T, labels)) / 2


def mean_squared(pred: Float[Tensor, "batch 1"], target: Float[Tensor, " batch"]) -> Float[Tensor, ""]:
    return F.mse_loss(pred.squeeze(-1), target)


def kl_to_standard_normal(
    mean: Float[Tensor, "batch latent"], log_var: Float[Tensor, "batch latent"]
) -> Float[Tensor, ""]:
    per_axis = 1 + log_var - mean.pow(2) - log_var.exp()
    return -0.5 * per_axis.sum(dim=1).mean()


def distillation(
    student: Float[Tensor, "batch classes"], teacher: Float[Tensor, "batch classes"], temperature: float
) -> Float[Tensor, ""]:
    student_log = F.log_softmax(student / temperature, dim=-1)
    teacher_prob = F.softmax(teacher / temperature, dim=-1)
    return (teacher_prob * (teacher_prob.log() - student_log)).sum(dim=-1).mean()


def label_smoothing(
    logits: Float[Tensor, "batch classes"], labels: Int[Tensor, " batch"], amount: float
) -> Float[Tensor, " batch"]:
    log_probs = F.log_softmax(logits, dim=1)
    chosen = log_probs.gather(1, labels.unsqueeze(1)).squeeze(1)
    return -(1 - amount) * chosen - amount * log_probs.mean(dim=1)


def top_k_accuracy(logits: Float[Tensor, "batch classes"], labels: Int[Tensor, " batch"], k: int) -> Float[Tensor, ""]:
    best = logits.topk(2, dim=-1).indices
    hit = (best == labels[:, None]).any(dim=-1)
    return hit.float().mean()


def dice(
    probs: Float[Tensor, "batch classes height width"], target: Float[Tensor, "batch classes height width"]
) -> Float[Tensor, "batch classes"]:
    overlap = (probs * target).sum(dim=(2, 3))
    total = probs.sum(dim=(2, 3)) + target.sum(dim=(2, 3))
    return 1 - 2 * overlap / total


def triplet(
    anchor: Float[Tensor, "batch d"], positive: Float[Tensor, "batch d"], negatives: Float[Tensor, "batch n d"]
) -> Float[Tensor, ""]:
    near = (anchor - positive).norm(dim=-1)
    far = (anchor[:, None] - negatives).norm(dim=-1)
    return F.relu(near[:, None] - far + 1.0).mean()


def calibration(probs: Float[Tensor, "samples classes"], labels: Int[Tensor, " samples"]) -> Float[Tensor, " classes"]:
    onehot = F.one_hot(labels, probs.shape[1])
    return (probs - onehot).mean(dim=0)


def segmentation_loss(
    logits: Float[Tensor, "batch classes height width"], labels: Int[Tensor, "batch height width"]
) -> Float[Tensor, " batch"]:
    losses = F.cross_entropy(logits, labels, reduction="none")
    return losses.mean(dim=(1, 2))
