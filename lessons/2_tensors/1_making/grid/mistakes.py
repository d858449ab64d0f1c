"""Answers to grid that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M03")
def column_by_column(rows: int, cols: int) -> Tensor:
    """Your numbers run down the columns: 1 stands below 0. As on a page, 1 stands to the right of 0, so that `cols`,
    the last axis, is filled first. `reshape(rows, cols)` does so by itself; no transpose is needed."""
    return torch.arange(rows * cols).reshape(cols, rows).T


@mistake("M60")
def sizes_exchanged(rows: int, cols: int) -> Tensor:
    return torch.arange(rows * cols).reshape(cols, rows)


@mistake("M60")
def rows_counted_in_rows(rows: int, cols: int) -> Tensor:
    """In your table, a row begins `rows` further on than the one above it. A row is `cols` numbers long, so the next
    one begins `cols` further on: at row r and column c stands r * cols + c. The two agree only in a square."""
    return torch.arange(rows)[:, None] * rows + torch.arange(cols)


@mistake("M13")
def floats(rows: int, cols: int) -> Tensor:
    """The numbers are right, but they are floats. Counting numbers are integers, as `torch.arange(n)` makes them from
    an int (a float in its arguments makes floats)."""
    return torch.arange(float(rows * cols)).reshape(rows, cols)


@mistake("M61")
def from_one(rows: int, cols: int) -> Tensor:
    """You count from 1. The first number is 0, and the last one is rows * cols - 1: `torch.arange(n)` gives just those
    n numbers, 0 included and n itself left out."""
    return torch.arange(1, rows * cols + 1).reshape(rows, cols)


@mistake("M61")
def the_end_left_out_twice(rows: int, cols: int) -> Tensor:
    """You took one number too few: `torch.arange(n)` already stops before `n`, so that it gives `n` numbers. There are
    rows * cols places to fill."""
    return torch.arange(rows * cols - 1).reshape(rows, cols)
