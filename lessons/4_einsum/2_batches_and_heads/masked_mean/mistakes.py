"""Answers to masked_mean that look right and are not."""

import torch
from einops import einsum, reduce
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M30")
def divided_by_all_positions(x: Tensor, keep: Tensor) -> Tensor:
    """You added up what counts and divided by s, the number of all positions. So padding pulls the mean towards 0.
    Divide by how many count, which differs from text to text."""
    return einsum(x, keep.to(x.dtype), "b s d, b s -> b d") / max(x.shape[1], 1)


@mistake("M30")
def not_divided(x: Tensor, keep: Tensor) -> Tensor:
    """You added up what counts and stopped there. A mean is that sum divided by how many went into it."""
    return einsum(x, keep.to(x.dtype), "b s d, b s -> b d")


@mistake("M30")
def divided_by_the_count_of_all_texts(x: Tensor, keep: Tensor) -> Tensor:
    """You divided every text by one number, the count over the whole batch. Each text has a count of its own: add up
    `keep` over `s` only, `b s -> b 1`."""
    weights = keep.to(x.dtype)
    return einsum(x, weights, "b s d, b s -> b d") / weights.sum().clamp(min=1)


@mistake("M30")
def one_too_many(x: Tensor, keep: Tensor) -> Tensor:
    """You added 1 to the count, which spares you 0 / 0 and makes every mean too small. Change the count only where it
    is 0: `clamp(min=1)`."""
    weights = keep.to(x.dtype)
    return einsum(x, weights, "b s d, b s -> b d") / (reduce(weights, "b s -> b 1", "sum") + 1)


@mistake("M62")
def nothing_divided_by_nothing(x: Tensor, keep: Tensor) -> Tensor:
    """Right for all texts but those in which nothing counts: there you divide 0 by 0, which is NaN, and one NaN is
    enough to spoil a whole training run. Let the count be 1 at least: `clamp(min=1)`."""
    weights = keep.to(x.dtype)
    return einsum(x, weights, "b s d, b s -> b d") / reduce(weights, "b s -> b 1", "sum")


@mistake("M62")
def upside_down(x: Tensor, keep: Tensor) -> Tensor:
    """You took the mean of the padding. `keep` is True where a position counts; multiply with `keep` itself, not with
    its opposite."""
    weights = (~keep).to(x.dtype)
    return einsum(x, weights, "b s d, b s -> b d") / reduce(weights, "b s -> b 1", "sum").clamp(min=1)


@mistake("M62")
def mask_overlooked(x: Tensor, keep: Tensor) -> Tensor:
    """You took the mean over all positions: `keep` has no say in your sum. Give it to `einsum` as well, with its own
    names: `b s d, b s -> b d`."""
    return einsum(x, "b s d -> b d") / max(x.shape[1], 1)


@mistake("M01")
def count_without_its_axis(x: Tensor, keep: Tensor) -> Tensor:
    """Your count is `b`, and you divide `b d` by it. Shapes are lined up from the right, so `b` meets `d`: that fails,
    or, where the two are equal, divides by other texts' counts. Keep an axis of size 1: `b s -> b 1`."""
    weights = keep.to(x.dtype)
    return einsum(x, weights, "b s d, b s -> b d") / reduce(weights, "b s -> b", "sum").clamp(min=1)


@mistake("M01")
def mask_without_its_axis(x: Tensor, keep: Tensor) -> Tensor:
    """You multiplied `x`, which is `b s d`, by `keep`, which is `b s`. Shapes are lined up from the right, so `s d`
    meets `b s`, and that fails, or hides the wrong numbers. Say by name what meets: `b s d, b s -> b d`."""
    return (x * keep).sum(dim=1) / keep.sum(dim=1, keepdim=True).clamp(min=1)


@mistake("M13")
def true_and_false_in_the_sum(x: Tensor, keep: Tensor) -> Tensor:
    """`einsum` can't multiply floats with True and False. Turn the mask into numbers of the same kind first:
    `keep.to(x.dtype)` has 1 for True and 0 for False."""
    return einsum(x, keep, "b s d, b s -> b d") / reduce(keep.to(x.dtype), "b s -> b 1", "sum").clamp(min=1)


@mistake("M02")
def all_texts_in_one(x: Tensor, keep: Tensor) -> Tensor:
    """You took one mean over all texts together: `x[keep]` has the kept positions of the whole batch in one row. Each
    text has a mean of its own, so `b` has to stay: `b s d, b s -> b d`."""
    return x[keep].mean(dim=0)


@mistake("M08")
def text_by_text(x: Tensor, keep: Tensor) -> Tensor:
    return torch.stack([text[real].sum(dim=0) / max(int(real.sum()), 1) for text, real in zip(x, keep, strict=True)])
