"""Answers to mat_mul that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def on_its_side(a: Tensor, b: Tensor) -> Tensor:
    """The numbers are right, but the answer is on its side: yours is `k i`. The order of the names to the right of `->`
    is the order of the answer's axes: `-> i k`."""
    return einsum(a, b, "i j, j k -> k i")


@mistake("M03")
def rows_with_rows(a: Tensor, b: Tensor) -> Tensor:
    """You named the axes of `b` the wrong way round, `k j`, so rows meet rows. Names go with the axes as they come: the
    first axis of `b` is `j`, the one it shares with `a`."""
    return einsum(a, b, "i j, k j -> i k")


@mistake("M03")
def columns_with_columns(a: Tensor, b: Tensor) -> Tensor:
    """You named the axes of `a` the wrong way round, `j i`, so that its rows are taken for `j`. Names go with the axes
    as they come: the first axis of `a` is `i`, its second is `j`."""
    return einsum(a, b, "j i, j k -> i k")


@mistake("M02")
def columns_of_b_added_up(a: Tensor, b: Tensor) -> Tensor:
    """You kept `j`, which the two share, and added up `k`. What is missing on the right is added up: that should be
    `j`, and it should be the only one, `-> i k`."""
    return einsum(a, b, "i j, j k -> i j")


@mistake("M02")
def rows_of_a_added_up(a: Tensor, b: Tensor) -> Tensor:
    """You kept `j`, which the two share, and added up `i`. What is missing on the right is added up: that should be
    `j`, and it should be the only one, `-> i k`."""
    return einsum(a, b, "i j, j k -> j k")


@mistake("M02")
def not_added_up(a: Tensor, b: Tensor) -> Tensor:
    """You multiplied and didn't add up: your answer still has `j` as an axis. Leave `j` out to the right of `->`, and
    it is added up: `-> i k`."""
    return einsum(a, b, "i j, j k -> i j k")


@mistake("M70")
def the_shared_axis_under_two_names(a: Tensor, b: Tensor) -> Tensor:
    """The axis that `a` and `b` share has two names in your pattern. So the rows of `a` and the columns of `b` are
    added up each by itself, and only then multiplied. The same axis gets the same name: `i j, j k`."""
    return einsum(a, b, "i j, l k -> i k")


@mistake("M70")
def two_letters_are_one_name(a: Tensor, b: Tensor) -> Tensor:
    """You wrote `ij` without a space, so for einops it is one name, of one axis. Put a space between two names, `i j`.
    (`torch.einsum` is the one that takes single letters without spaces.)"""
    return einsum(a, b, "ij,jk->ik")


@mistake("M08")
def row_by_row(a: Tensor, b: Tensor) -> Tensor:
    return torch.stack([einsum(row, b, "j, j k -> k") for row in a])


@mistake("M09")
def ready_made(a: Tensor, b: Tensor) -> Tensor:
    return a @ b
