"""Answers to below_diagonal that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def above_the_diagonal(v: Tensor) -> Tensor:
    """Your numbers stand above the diagonal: rows and columns are exchanged. `v[0]` belongs at row 1, column 0, and the
    row is the first index: `out[i + 1, i]`."""
    return torch.diag(v, diagonal=1)


@mistake("M01")
def a_block_filled(v: Tensor) -> Tensor:
    """You wrote to a block: slices take every row with every column, and `v` was stretched over all rows of it. Only
    the pairs (1, 0), (2, 1), ... are meant, so both indices must be tensors: `out[i + 1, i]`, with `i =
    torch.arange(n)`."""
    n = len(v)
    out = torch.zeros(n + 1, n + 1)
    out[1:, :-1] = v
    return out


@mistake("M61")
def on_the_diagonal(v: Tensor) -> Tensor:
    """Your numbers stand on the diagonal, in a square of n by n. One row further down there is room for n numbers only
    if the square is n + 1 by n + 1."""
    return torch.diag(v)


@mistake("M61")
def on_the_diagonal_of_a_larger_square(v: Tensor) -> Tensor:
    """The shape is right, but your numbers stand on the diagonal: (0, 0), (1, 1) and so on. Wanted is one row further
    down: `out[i + 1, i]`."""
    n = len(v)
    out = torch.zeros(n + 1, n + 1)
    out[torch.arange(n), torch.arange(n)] = v
    return out


@mistake("M61")
def no_room_for_the_last(v: Tensor) -> Tensor:
    """Your square is n by n, so that there is no row n for the last number. It stands at row n, column n - 1: make a
    square of n + 1 by n + 1."""
    n = len(v)
    out = torch.zeros(n, n)
    out[torch.arange(1, n + 1), torch.arange(n)] = v
    return out


@mistake("M03")
def on_the_other_diagonal(v: Tensor) -> Tensor:
    """Your numbers run along the other diagonal, from the bottom left to the top right. Row and column grow by one from
    each number to the next: (1, 0), (2, 1), (3, 2)."""
    return torch.diag(v, diagonal=-1).flip(1)


@mistake("M01")
def a_block_filled_by_rows(v: Tensor) -> Tensor:
    """You wrote to a block: slices take every row with every column, and the column `v[:, None]` was stretched over all
    of it. Only the pairs (1, 0), (2, 1), ... are meant: `out[i + 1, i] = v`, with `i = torch.arange(n)`."""
    n = len(v)
    out = torch.zeros(n + 1, n + 1)
    out[1:, :-1] = v[:, None]
    return out


@mistake("M61")
def one_number_too_many(v: Tensor) -> Tensor:
    """Your index has n + 1 numbers, but `v` has n: the square is one larger than `v`. Use `i = torch.arange(n)`, with n
    = `len(v)`."""
    n = len(v)
    out = torch.zeros(n + 1, n + 1)
    i = torch.arange(n + 1)
    out[i + 1, i] = v
    return out
