"""Answers to checkerboard that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M06")
def the_examples_board(n: int) -> Tensor:
    return torch.tensor([[0, 1], [1, 0]]).repeat(2, 2)


@mistake("M06")
def four_columns(n: int) -> Tensor:
    x = torch.zeros(n, 4, dtype=torch.long)
    x[1::2, ::2] = 1
    x[::2, 1::2] = 1
    return x


@mistake("M08")
def cell_by_cell(n: int) -> Tensor:
    x = torch.zeros(n, n, dtype=torch.long)
    for row in range(n):
        for column in range(n):
            x[row, column] = (row + column) % 2
    return x


@mistake("M08")
def from_a_list(n: int) -> Tensor:
    return torch.tensor([[(row + column) % 2 for column in range(n)] for row in range(n)])


@mistake("M62")
def tiled(n: int) -> Tensor:
    """Your board is laid out of tiles of 2 by 2, so it is right for even n only: with an odd n a row and a column are
    missing. Say the rule of a cell instead, (r + c) % 2, or lay one tile more and cut the board to n by n."""
    return torch.tensor([[0, 1], [1, 0]]).repeat(n // 2, n // 2)


@mistake("M62")
def counted_through(n: int) -> Tensor:
    """You took every second number of a count through all cells. With an even n each row then begins like the one
    above, and you get stripes; only an odd n shifts the next row by one. Use the row's number and the column's: (r + c)
    % 2."""
    return (torch.arange(n * n) % 2).reshape(n, n)


@mistake("M62")
def begins_with_one(n: int) -> Tensor:
    """Your board has its colours exchanged: the top left cell should be 0. There r + c is 0, so the cell is (r + c) % 2
    itself."""
    i = torch.arange(n)
    return (i[:, None] + i + 1) % 2


@mistake("M62")
def half_of_the_ones(n: int) -> Tensor:
    """Half of the ones are missing. Rows 1, 3, ... have theirs in columns 0, 2, ..., and rows 0, 2, ... in columns 1,
    3, ...: it takes two assignments, `x[1::2, ::2] = 1` and `x[::2, 1::2] = 1`."""
    x = torch.zeros(n, n, dtype=torch.long)
    x[1::2, ::2] = 1
    return x


@mistake("M62")
def the_other_half(n: int) -> Tensor:
    """Half of the ones are missing. Rows 0, 2, ... have theirs in columns 1, 3, ..., and rows 1, 3, ... in columns 0,
    2, ...: it takes two assignments, `x[::2, 1::2] = 1` and `x[1::2, ::2] = 1`."""
    x = torch.zeros(n, n, dtype=torch.long)
    x[::2, 1::2] = 1
    return x


@mistake("M62")
def a_product(n: int) -> Tensor:
    """You multiplied the row's number with the column's: a product is odd only if both are, so a quarter of the cells
    is 1. A sum is odd if exactly one of them is: `+`."""
    i = torch.arange(n)
    return (i[:, None] * i) % 2


@mistake("M13")
def floats(n: int) -> Tensor:
    """The board is right, but it holds floats: `torch.zeros` and `torch.ones` make those. For integers say so,
    `torch.zeros(n, n, dtype=torch.long)`, or begin with `torch.arange`."""
    x = torch.zeros(n, n)
    x[1::2, ::2] = 1
    x[::2, 1::2] = 1
    return x


@mistake("M13")
def bools(n: int) -> Tensor:
    """The board is right, but it holds True and False: a comparison gives those. `(...) % 2` is 0 or 1 already, nothing
    needs to be compared."""
    i = torch.arange(n)
    return (i[:, None] + i) % 2 == 1


@mistake("M15")
def row_plus_row(n: int) -> Tensor:
    """You added a row to a row: shape (n,) and (n,) give (n,), each number with itself only. One of them must be a
    column, of shape (n, 1), for every row to meet every column: `i[:, None] + i`."""
    i = torch.arange(n)
    return (i + i) % 2


@mistake("M62")
def remainder_before_sum(n: int) -> Tensor:
    """You took the remainder of the columns only: `%` goes before `+`, as `*` does. Put the sum in brackets: `(i[:,
    None] + i) % 2`."""
    i = torch.arange(n)
    return i[:, None] + i % 2
