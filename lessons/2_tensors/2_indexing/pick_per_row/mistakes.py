"""Answers to pick_per_row that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def every_row_with_every_index(scores: Tensor, idx: Tensor) -> Tensor:
    """`scores[:, idx]` is every row with every index: shape (b, b). The b numbers you want are its diagonal. Pair row r
    with `idx[r]`: two index tensors, `scores[torch.arange(b), idx]`."""
    return scores[:, idx]


@mistake("M03")
def pairs_turned_round(scores: Tensor, idx: Tensor) -> Tensor:
    """Your pairs are turned round: you used `idx` for the rows and the row's number for the column. Rows are the first
    axis of `scores`, so they come first: `scores[torch.arange(b), idx]`."""
    return scores[idx, torch.arange(len(idx))]


@mistake("M02")
def rows_picked(scores: Tensor, idx: Tensor) -> Tensor:
    """A single index is for the first axis: `scores[idx]` picks whole rows, and those of other positions. `idx` belongs
    to `c`, the second axis, and each row needs its own: `scores[torch.arange(b), idx]`."""
    return scores[idx]


@mistake("M02")
def the_largest(scores: Tensor, idx: Tensor) -> Tensor:
    """You took the largest score of each row. Asked for is the one at `idx`, whether the model liked it or not."""
    return scores.max(dim=1).values


@mistake("M08")
def row_by_row(scores: Tensor, idx: Tensor) -> Tensor:
    return torch.stack([scores[row, column] for row, column in enumerate(idx)])


@mistake("M15")
def a_column(scores: Tensor, idx: Tensor) -> Tensor:
    """The numbers are right, but they stand in a column, (b, 1): `gather` gives the shape of its index. Take the column
    out of it, `[:, 0]` or `.squeeze(1)`: against a (b,) it would later broadcast to (b, b)."""
    return scores.gather(1, idx[:, None])


@mistake("M60")
def as_many_rows_as_columns(scores: Tensor, idx: Tensor) -> Tensor:
    return scores[torch.arange(scores.shape[1]), idx]


@mistake("M15")
def squeezed_too_far(scores: Tensor, idx: Tensor) -> Tensor:
    """`squeeze()` takes away every axis of size 1. With b = 1 that is the rows' axis, too, and your answer has shape ()
    instead of (1,). Say which axis is to go: `.squeeze(1)`."""
    return scores.gather(1, idx[:, None]).squeeze()


@mistake("M02")
def always_row_0(scores: Tensor, idx: Tensor) -> Tensor:
    """You picked all b numbers from row 0. `idx[1]` is for row 1, `idx[2]` for row 2: the rows need an index tensor of
    their own, `scores[torch.arange(b), idx]`."""
    return scores[0, idx]
