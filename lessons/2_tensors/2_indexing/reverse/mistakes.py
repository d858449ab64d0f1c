"""Answers to reverse that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M09")
def flipped(x: Tensor) -> Tensor:
    return x.flip(0)


@mistake("M09")
def flipped_as_a_list_would_be(x: Tensor) -> Tensor:
    return torch.flip(x, dims=(0,))


@mistake("M09")
def turned_round_by_python(x: Tensor) -> object:
    return reversed(x)


@mistake("M11")
def a_step_backwards(x: Tensor) -> Tensor:
    """A slice of a tensor is a view, a walk through the memory of `x` in equal steps, and in PyTorch these must go
    forwards. An index tensor copies, and may go where it likes: count down with `torch.arange` and index with that."""
    return x[::-1]


@mistake("M11")
def written_where_it_still_has_to_read(x: Tensor) -> Tensor:
    """The second half of your answer mirrors the first: you wrote to numbers that you still had to read. `out = x` is
    another name for the same memory, and even `x[i], x[j] = x[j], x[i]` doesn't exchange: `x[i]` is a view, which has
    changed by the time it is written to `x[j]`. Read from `x` and let an index tensor make a new one."""
    out = x.clone()
    for place in range(len(x)):
        out[place] = out[len(x) - 1 - place]
    return out


@mistake("M61")
def one_past_the_end(x: Tensor) -> Tensor:
    """You began at n, but the last of n numbers has the index n - 1. Count down from `len(x) - 1`, and end at -1, so
    that 0 is still taken."""
    return x[torch.arange(len(x), 0, -1)]


@mistake("M61")
def the_first_is_lost(x: Tensor) -> Tensor:
    """`x[0]` is missing at the end of your answer: `torch.arange` stops before its end, so with 0 as its end it never
    gets to 0. Let it end at -1."""
    return x[torch.arange(len(x) - 1, 0, -1)]


@mistake("M61")
def from_minus_zero(x: Tensor) -> Tensor:
    """You took `x[-0], x[-1], x[-2], ...`, but -0 is 0: your answer begins with the first number. The last one is
    `x[-1]`, so the indices are -1 - i."""
    return x[-torch.arange(len(x))]
