"""Answers to identity_by_compare that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M08")
def one_by_one(n: int) -> Tensor:
    x = torch.zeros(n, n)
    for place in range(n):
        x[place, place] = 1
    return x


@mistake("M08")
def every_pair_compared(n: int) -> Tensor:
    return torch.tensor([[float(row == column) for column in range(n)] for row in range(n)])


@mistake("M09")
def ready_made(n: int) -> Tensor:
    return torch.eye(n)


@mistake("M09")
def ones_on_a_diagonal(n: int) -> Tensor:
    return torch.diag(torch.ones(n))


@mistake("M13")
def bools(n: int) -> Tensor:
    """The table is right, but it holds True and False: that is what a comparison gives. Turn it into floats with
    `.float()`."""
    i = torch.arange(n)
    return i[:, None] == i


@mistake("M13")
def integers(n: int) -> Tensor:
    """The table is right, but it holds integers. Matrices that are multiplied hold floats: end with `.float()`."""
    i = torch.arange(n)
    return (i[:, None] == i).long()


@mistake("M15")
def row_against_row(n: int) -> Tensor:
    """You compared a row with a row. Both have shape (n,), so each number met only itself: n times True. One of them
    must be a column, of shape (n, 1): `i[:, None] == i`."""
    i = torch.arange(n)
    return (i == i).float()


@mistake("M15")
def column_against_column(n: int) -> Tensor:
    """You compared a column with a column. Both have shape (n, 1), so each number met only itself. One of them must be
    a row, of shape (n,), for every row number to meet every column number: `i[:, None] == i`."""
    i = torch.arange(n)
    return (i[:, None] == i[:, None]).float()


@mistake("M62")
def a_triangle(n: int) -> Tensor:
    """Yours is a triangle: ones below the diagonal, too. You asked where the row's number is *at least* the column's.
    (It is the mask that a transformer needs, but here only equal numbers count: `==`.)"""
    i = torch.arange(n)
    return (i[:, None] >= i).float()


@mistake("M62")
def a_hole_in_ones(n: int) -> Tensor:
    """Yours is inside out: zeros on the diagonal, ones around it. The ones belong where the row's number equals the
    column's: `==`."""
    i = torch.arange(n)
    return (i[:, None] != i).float()
