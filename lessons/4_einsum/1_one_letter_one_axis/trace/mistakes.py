"""Answers to trace that look right and are not."""

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M02")
def two_names_for_two_axes(m: Tensor) -> Tensor:
    """You gave row and column different names, so they are walked through independently: all numbers of `m` are added
    up. On the diagonal row and column are the same, so both get the same name: `n n`."""
    return einsum(m, "i j ->")


@mistake("M15")
def the_diagonal_itself(m: Tensor) -> Tensor:
    """You found the diagonal and didn't add it up: `n` still stands to the right of `->`, so it stays an axis. Leave
    the right side empty, and it is added up."""
    return einsum(m, "n n -> n")


@mistake("M15")
def a_list_of_one(m: Tensor) -> Tensor:
    """The number is right, but you put it into a list of one, of shape (1,). The sum of everything has no axis at all:
    its shape is (). That is what `einsum` gives where nothing stands to the right of `->`."""
    return einsum(m, "n n ->").reshape(1)


@mistake("M02")
def the_other_diagonal(m: Tensor) -> Tensor:
    """You added up the other diagonal, from top right to bottom left. The trace is about the places where row and
    column are the same, from top left to bottom right."""
    return einsum(m.flip(0), "n n ->")


@mistake("M70")
def two_letters_are_one_name(m: Tensor) -> Tensor:
    """You wrote the two letters without a space, so for einops they are one name, of one axis. `m` has two: put a space
    between their names, `n n`. (`torch.einsum` is the one that takes single letters without spaces.)"""
    return einsum(m, "nn->")


@mistake("M06")
def as_many_as_in_the_example(m: Tensor) -> Tensor:
    return einsum(m[:3, :3], "n n ->")


@mistake("M08")
def one_by_one(m: Tensor) -> Tensor:
    return torch.stack([m[place, place] for place in range(len(m))]).sum()


@mistake("M09")
def ready_made(m: Tensor) -> Tensor:
    return m.trace()


@mistake("M09")
def diagonal_and_sum(m: Tensor) -> Tensor:
    return m.diagonal().sum()
