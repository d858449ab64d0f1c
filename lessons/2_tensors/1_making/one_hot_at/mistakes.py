"""Answers to one_hot_at that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M06")
def the_examples_sizes(n: int, i: int) -> Tensor:
    x = torch.zeros(5)
    x[3] = 1
    return x


@mistake("M13")
def integers(n: int, i: int) -> Tensor:
    """The 1 is in its place, but your numbers are integers: `torch.tensor([0, 1])`, `dtype=int` and `F.one_hot` give
    those. Weights are floats, and `@` refuses to mix the two. `torch.zeros(n)` is made of floats; `.float()` turns any
    tensor into them."""
    return torch.nn.functional.one_hot(torch.tensor(i), n)


@mistake("M13")
def truths(n: int, i: int) -> Tensor:
    """A comparison gives bools: yours are False and one True. Asked for are the floats 0 and 1, so turn them with
    `.float()`."""
    return torch.arange(n) == i


@mistake("M61")
def counted_from_one(n: int, i: int) -> Tensor:
    """Your 1 stands one place too early: you counted places from 1. The first place is 0, so place `i` is `x[i]`. (With
    i = 0 yours is at the other end: `x[-1]` is the last one.)"""
    x = torch.zeros(n)
    x[i - 1] = 1
    return x


@mistake("M61")
def one_too_far(n: int, i: int) -> Tensor:
    """Your 1 stands one place too late, or past the end. Places count from 0, so place `i` is `x[i]`, and there are `i`
    zeros before it."""
    x = torch.zeros(n)
    x[i + 1] = 1
    return x


@mistake("M61")
def all_from_i_on(n: int, i: int) -> Tensor:
    """You wrote a 1 to every place from `i` to the end: `x[i:]` is a slice, all places from `i` on. `x[i]`, without the
    colon, is the one place."""
    x = torch.zeros(n)
    x[i:] = 1
    return x
