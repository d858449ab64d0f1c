"""Answers to row_dots that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M70")
def every_row_with_every_other(a: Tensor, c: Tensor) -> Tensor:
    """You gave the rows of `a` and those of `c` different names, so every row meets every other: a table of b by b. Row
    0 is to meet row 0 only. They are the same axis, so they get the same name, `b`."""
    return einsum(a, c, "i d, j d -> i j")


@mistake("M70")
def all_partners_added_up(a: Tensor, c: Tensor) -> Tensor:
    """You gave the rows of `c` a name of their own and left it out on the right: each row of `a` meets all rows of `c`,
    and that is added up. Row 0 is to meet row 0 only: the same name for both, `b`."""
    return einsum(a, c, "b d, j d -> b")


@mistake("M02")
def the_rows_added_up(a: Tensor, c: Tensor) -> Tensor:
    """You kept `d` and added up the rows. What is missing to the right of `->` is added up: that should be `d`, so that
    one number for each pair is left, `-> b`."""
    return einsum(a, c, "b d, b d -> d")


@mistake("M02")
def everything_added_up(a: Tensor, c: Tensor) -> Tensor:
    """You added up everything into one number. `b` is to stay, one number for each pair of rows, so it has to stand to
    the right of `->`."""
    return einsum(a, c, "b d, b d ->")


@mistake("M02")
def not_added_up(a: Tensor, c: Tensor) -> Tensor:
    """You multiplied and didn't add up: your answer still has the axis `d`. Leave it out to the right of `->`, and each
    row is added up."""
    return a * c


@mistake("M08")
def the_diagonal_of_the_table(a: Tensor, c: Tensor) -> Tensor:
    return (a @ c.T).diagonal()


@mistake("M08")
def pair_by_pair(a: Tensor, c: Tensor) -> Tensor:
    return torch.stack([(row * partner).sum() for row, partner in zip(a, c, strict=True)])
