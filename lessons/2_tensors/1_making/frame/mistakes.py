"""Answers to frame that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M06")
def the_examples_inside(h: int, w: int) -> Tensor:
    x = torch.ones(h, w)
    x[1:3, 1:4] = 0
    return x


@mistake("M06")
def the_examples_table(h: int, w: int) -> Tensor:
    x = torch.ones(4, 5)
    x[1:-1, 1:-1] = 0
    return x


@mistake("M60")
def one_size_for_both(h: int, w: int) -> Tensor:
    x = torch.ones(h, w)
    x[1 : h - 1, 1 : h - 1] = 0
    return x


@mistake("M60")
def sizes_exchanged(h: int, w: int) -> Tensor:
    x = torch.ones(w, h)
    x[1:-1, 1:-1] = 0
    return x


@mistake("M61")
def open_at_the_far_side(h: int, w: int) -> Tensor:
    """Your zeros run on to the last row and the last column: `1:` goes to the end. The inside stops before the last
    one: `1:-1`, on both axes."""
    x = torch.ones(h, w)
    x[1:, 1:] = 0
    return x


@mistake("M61")
def two_thick_at_the_far_side(h: int, w: int) -> Tensor:
    """Your border is two thick at the bottom and at the right. A slice leaves its end out by itself, so `1:-1` already
    stops before the last row; you went one further back."""
    x = torch.ones(h, w)
    x[1:-2, 1:-2] = 0
    return x


@mistake("M62")
def only_rows(h: int, w: int) -> Tensor:
    """You have the top and the bottom, but the left and the right columns are missing: `x[1:-1]` takes whole rows. Say
    for the columns as well that the first and the last stay: `x[1:-1, 1:-1]`."""
    x = torch.ones(h, w)
    x[1:-1] = 0
    return x


@mistake("M62")
def inside_out(h: int, w: int) -> Tensor:
    """Yours is inside out: zeros on the border, ones inside. Begin with ones and write zeros inside."""
    x = torch.zeros(h, w)
    x[1:-1, 1:-1] = 1
    return x


@mistake("M62")
def an_inside_that_must_be_there(h: int, w: int) -> Tensor:
    """Where h or w is 1 there is no inside, and you asked for one of h - 2 rows and w - 2 columns. A slice of a table
    that exists can't be too small: `x[1:-1, 1:-1]` is empty then, and writing to it does nothing."""
    x = torch.ones(h, w)
    x[1:-1, 1:-1] = torch.zeros(h - 2, w - 2)
    return x
