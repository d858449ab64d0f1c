"""Answers to mat_vec that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def v_meets_the_first_axis(m: Tensor, v: Tensor) -> Tensor:
    """In your pattern `v` meets the first axis of `m`. Where i and j differ it can't. Names go with the axes as they
    come: the first axis of `m` is `i`, the second is `j`, and `j` is the one that `v` has, too."""
    return einsum(m, v, "j i, j -> i")


@mistake("M02")
def the_wrong_name_is_left(m: Tensor, v: Tensor) -> Tensor:
    """You left `j` on the right, so `i` was added up: your answer is a sum over the rows. What stands to the right of
    `->` stays. Wanted is one number for each row: `-> i`."""
    return einsum(m, v, "i j, j -> j")


@mistake("M02")
def not_added_up(m: Tensor, v: Tensor) -> Tensor:
    """You multiplied and didn't add up: both names stand to the right of `->`, so both stay. Leave `j` out there, and
    each row is added up: `-> i`."""
    return einsum(m, v, "i j, j -> i j")


@mistake("M02")
def all_added_up(m: Tensor, v: Tensor) -> Tensor:
    """You added up everything into one number: nothing stands to the right of `->`, so nothing stays. Wanted is one
    number for each row: `-> i`."""
    return einsum(m, v, "i j, j ->")


@mistake("M70")
def a_name_of_its_own_for_v(m: Tensor, v: Tensor) -> Tensor:
    """You gave the axis of `v` a name of its own, so it isn't walked through together with the rows of `m`: each number
    of a row is multiplied with each of `v`. They are the same axis, so they get the same name: `j`."""
    return einsum(m, v, "i j, k -> i")


@mistake("M70")
def two_letters_are_one_name(m: Tensor, v: Tensor) -> Tensor:
    """You wrote `ij` without a space, so for einops it is one name, of one axis. `m` has two: put a space between their
    names, `i j`. (`torch.einsum` is the one that takes single letters without spaces.)"""
    return einsum(m, v, "ij,j->i")


@mistake("M02")
def v_left_out(m: Tensor, v: Tensor) -> Tensor:
    """You added up the rows of `m` without multiplying by `v`. Both tensors go into `einsum`, and their axes are named
    with a comma in between."""
    return einsum(m, "i j -> i")


@mistake("M08")
def row_by_row(m: Tensor, v: Tensor) -> Tensor:
    return torch.stack([(row * v).sum() for row in m])


@mistake("M09")
def ready_made(m: Tensor, v: Tensor) -> Tensor:
    return m @ v
