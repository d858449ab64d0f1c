"""Answers to min_and_max that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M15")
def python_numbers(x: Tensor) -> tuple[float, float]:
    """You returned Python numbers. Wanted are tensors without any axis, shape (), which is what `min` and `max` give by
    themselves: leave out `.item()`, and Python's own `min` and `max`."""
    return x.min().item(), x.max().item()


@mistake("M15")
def lists_of_one(x: Tensor) -> tuple[Tensor, Tensor]:
    """The numbers are right, but each has an axis of size 1, shape (1,). A single number has no axis at all, shape ():
    take the minimum without a slice, list or `reshape` around it."""
    return x.min().reshape(1), x.max().reshape(1)


@mistake("M15")
def tables_of_one(x: Tensor) -> tuple[Tensor, Tensor]:
    """The numbers are right, but each is still a table, shape (1, 1): `keepdim=True` leaves a 1 for each axis that was
    reduced. Leave it out; the answer has no axis."""
    return x.amin(dim=(0, 1), keepdim=True), x.amax(dim=(0, 1), keepdim=True)


@mistake("M02")
def of_each_column(x: Tensor) -> tuple[Tensor, Tensor]:
    """You reduced `h` only, so you have the smallest and largest of each column. To reduce all axes, leave out
    `dim`."""
    return x.min(dim=0).values, x.max(dim=0).values


@mistake("M02")
def of_each_row(x: Tensor) -> tuple[Tensor, Tensor]:
    """You reduced `w` only, so you have the smallest and largest of each row. To reduce all axes, leave out `dim`."""
    return x.min(dim=1).values, x.max(dim=1).values


@mistake("M02")
def of_each_column_with_places(x: Tensor) -> tuple[object, object]:
    """With `dim=0` you reduced `h` only, so you have the smallest and largest of each column; and with a `dim`, `min`
    also says where they stand, so you got pairs. Leave `dim` out: one number comes, and no places."""
    return x.min(dim=0), x.max(dim=0)


@mistake("M02")
def of_each_row_with_places(x: Tensor) -> tuple[object, object]:
    """With `dim=1` you reduced `w` only, so you have the smallest and largest of each row; and with a `dim`, `min` also
    says where they stand, so you got pairs. Leave `dim` out: one number comes, and no places."""
    return x.min(dim=1), x.max(dim=1)


@mistake("M62")
def pythons_own(x: Tensor) -> tuple[Tensor, Tensor]:
    """Python's own `min` goes through `x` row by row and asks which of two whole rows is smaller; a row of answers
    comes, and no yes or no. Tensors have a `min` of their own: `x.min()`."""
    return min(x), max(x)


@mistake("M62")
def largest_first(x: Tensor) -> tuple[Tensor, Tensor]:
    """You have both, in the other order. First the smallest, then the largest."""
    return x.max(), x.min()


@mistake("M62")
def in_one_tensor(x: Tensor) -> Tensor:
    """You put both into one tensor with 2 places. Wanted are two tensors, with a comma between them:
    `return smallest, largest`."""
    return torch.stack([x.min(), x.max()])


@mistake("M62")
def signs_dropped(x: Tensor) -> tuple[Tensor, Tensor]:
    """You compared the numbers without their signs. The smallest number is the one furthest to the left, the most
    negative one: leave out `abs`."""
    return x.abs().min(), x.abs().max()


@mistake("M62")
def counted_from_zero(x: Tensor) -> tuple[Tensor, Tensor]:
    """You began with 0 and looked for something smaller and something larger. Where all numbers are on one side of 0,
    the 0 itself wins, and it isn't in `x`. Begin with a number of `x`, or let `x.min()` do it."""
    zero = torch.tensor(0.0)
    return torch.minimum(zero, x.min()), torch.maximum(zero, x.max())


@mistake("M07")
def the_examples_answer(x: Tensor) -> tuple[Tensor, Tensor]:
    return torch.tensor(-1.0), torch.tensor(4.0)
