"""Answers to pairwise_distance that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M01")
def two_rows_instead_of_column_and_row(a: Tensor, b: Tensor) -> Tensor:
    """You added `(m,)` to `(n,)`: two rows are paired up place by place, which fails, or, where m = n, adds the wrong
    ones. Make a column of the first, `[:, None]`: `(m, 1)` with `(n,)` gives the table `(m, n)`."""
    squared = (a**2).sum(dim=1) + (b**2).sum(dim=1) - 2 * a @ b.T
    return squared.clamp(min=0).sqrt()


@mistake("M01")
def points_paired_up(a: Tensor, b: Tensor) -> Tensor:
    """You took `b` from `a` row by row, point 0 from point 0 and so on. Every point is to meet every other, so the
    answer has both axes, `m n`: let a column meet a row."""
    return ((a - b) ** 2).sum(dim=1).sqrt()


@mistake("M01")
def column_and_row_swapped(a: Tensor, b: Tensor) -> Tensor:
    """The squares of `a` should be a column, `(m, 1)`, and those of `b` a row, `(n,)`; you did it the other way round.
    That gives a table `n m`, which doesn't fit the products `m n`."""
    squared = (a**2).sum(dim=1) + (b**2).sum(dim=1)[:, None] - 2 * a @ b.T
    return squared.clamp(min=0).sqrt()


@mistake("M02")
def squares_added_down_the_columns(a: Tensor, b: Tensor) -> Tensor:
    """You added the squares up over the points, `dim=0`. A point's own square is added up over its coordinates `d`,
    which are `dim=1`."""
    squared = (a**2).sum(dim=0)[:, None] + (b**2).sum(dim=0) - 2 * a @ b.T
    return squared.clamp(min=0).sqrt()


@mistake("M03")
def on_its_side(a: Tensor, b: Tensor) -> Tensor:
    """The distances are right, but the table lies on its side: yours is `n m`, wanted is `m n`. The points of `a` are
    its rows, so `a` makes the column and stands left of `@`."""
    squared = (b**2).sum(dim=1)[:, None] + (a**2).sum(dim=1) - 2 * b @ a.T
    return squared.clamp(min=0).sqrt()


@mistake("M62")
def root_forgotten(a: Tensor, b: Tensor) -> Tensor:
    """These are the squared distances. The distance is the root of them."""
    return ((a**2).sum(dim=1)[:, None] + (b**2).sum(dim=1) - 2 * a @ b.T).clamp(min=0)


@mistake("M62")
def products_taken_once(a: Tensor, b: Tensor) -> Tensor:
    """You took the products away once. In (a - b)**2 they come twice, once as a*b and once as b*a: `- 2 * a @ b.T`."""
    squared = (a**2).sum(dim=1)[:, None] + (b**2).sum(dim=1) - a @ b.T
    return squared.clamp(min=0).sqrt()


@mistake("M62")
def squares_of_sums(a: Tensor, b: Tensor) -> Tensor:
    """You added the coordinates up first and squared the sums. Square each coordinate first, then add up:
    `(a**2).sum(dim=1)`."""
    squared = (a.sum(dim=1) ** 2)[:, None] + b.sum(dim=1) ** 2 - 2 * a @ b.T
    return squared.clamp(min=0).sqrt()


@mistake("M62")
def steps_along_the_axes(a: Tensor, b: Tensor) -> Tensor:
    """You added up the differences without squaring: that is the way along the streets of a grid. The straight distance
    squares each difference, adds up, and takes the root."""
    return (a[:, None] - b).abs().sum(dim=-1)


@mistake("M08")
def all_differences_at_once(a: Tensor, b: Tensor) -> Tensor:
    return ((a[:, None] - b) ** 2).sum(dim=-1).sqrt()


@mistake("M08")
def point_by_point(a: Tensor, b: Tensor) -> Tensor:
    return torch.stack([((point - b) ** 2).sum(dim=1).sqrt() for point in a])


@mistake("M09")
def torchs_own(a: Tensor, b: Tensor) -> Tensor:
    return torch.cdist(a, b)
