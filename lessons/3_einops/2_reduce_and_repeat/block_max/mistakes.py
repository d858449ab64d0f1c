"""Answers to block_max that look right and are not."""

import torch
from einops import reduce
from torch import Tensor
from torch.nn import functional

from shapecoach.lessons.judging import mistake


@mistake("M02")
def the_block_is_kept(x: Tensor, k: int) -> Tensor:
    """You kept where in the block, `k1 k2`, and took the maximum over the blocks. It is the other way round: `k1` and
    `k2` go away, and which block, `hk wk`, is kept."""
    return reduce(x, "b c (hk k1) (wk k2) -> b c k1 k2", "max", k1=k, k2=k)


@mistake("M02")
def only_rows_are_pooled(x: Tensor, k: int) -> Tensor:
    """You took the maximum over k neighbouring rows, but left `w` whole. Blocks are squares: cut `w` as well,
    `(wk k2)`, and let `k2` go away."""
    return reduce(x, "b c (hk k1) w -> b c hk w", "max", k1=k)


@mistake("M02")
def only_columns_are_pooled(x: Tensor, k: int) -> Tensor:
    """You took the maximum over k neighbouring columns, but left `h` whole. Blocks are squares: cut `h` as well,
    `(hk k1)`, and let `k1` go away."""
    return reduce(x, "b c h (wk k2) -> b c h wk", "max", k2=k)


@mistake("M02")
def colours_are_pooled_too(x: Tensor, k: int) -> Tensor:
    """You let the colours `c` go away too, so each block has one number for all of its colours. Only `k1` and `k2`
    should be missing on the right: `b c hk wk`."""
    return reduce(x, "b c (hk k1) (wk k2) -> b hk wk", "max", k1=k, k2=k)


@mistake("M05")
def blocks_are_spread_over_the_image(x: Tensor, k: int) -> Tensor:
    """You cut `h` as `(k1 hk)` and `w` as `(k2 wk)`, so each of your blocks gathers pixels from all over the image. A
    block is made of neighbours: the place inside it is the inner axis and stands last, `(hk k1)` and `(wk k2)`."""
    return reduce(x, "b c (k1 hk) (k2 wk) -> b c hk wk", "max", k1=k, k2=k)


@mistake("M05")
def rows_are_spread(x: Tensor, k: int) -> Tensor:
    """Your columns are cut well, but `h` is cut as `(k1 hk)`: the rows of one block come from all over the image.
    Neighbouring rows belong together: `(hk k1)`."""
    return reduce(x, "b c (k1 hk) (wk k2) -> b c hk wk", "max", k1=k, k2=k)


@mistake("M05")
def columns_are_spread(x: Tensor, k: int) -> Tensor:
    """Your rows are cut well, but `w` is cut as `(k2 wk)`: the columns of one block come from all over the image.
    Neighbouring columns belong together: `(wk k2)`."""
    return reduce(x, "b c (hk k1) (k2 wk) -> b c hk wk", "max", k1=k, k2=k)


@mistake("M09")
def torchs_own_pooling(x: Tensor, k: int) -> Tensor:
    return functional.max_pool2d(x, k)


@mistake("M09")
def torchs_adaptive_pooling(x: Tensor, k: int) -> Tensor:
    return functional.adaptive_max_pool2d(x, (x.shape[2] // k, x.shape[3] // k))


@mistake("M08")
def row_of_blocks_by_row_of_blocks(x: Tensor, k: int) -> Tensor:
    rows = [x[:, :, top : top + k].amax(dim=2) for top in range(0, x.shape[2], k)]
    return torch.stack(rows, dim=2).unflatten(3, (-1, k)).amax(dim=4)
