"""Answers to unravel that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake

Shape = tuple[int, int, int]


@mistake("M04")
def first_axis_fastest(i: Tensor, shape: Shape) -> Tensor:
    """You let the first axis change fastest. In memory it is the last one, as the ones in a number or the seconds on a
    clock: the third index is `i % c`."""
    a, b, _ = shape
    return torch.stack([i % a, i // a % b, i // (a * b)], dim=1)


@mistake("M04")
def the_last_two_exchanged(i: Tensor, shape: Shape) -> Tensor:
    """The first index is right; the second and third were read with `b` changing fastest. It is `c`, the last axis: `i
    % c`, and before that `i // c % b`."""
    _, b, c = shape
    return torch.stack([i // (b * c), i % b, i // b % c], dim=1)


@mistake("M03")
def columns_backwards(i: Tensor, shape: Shape) -> Tensor:
    """The three indices are right but stand in reverse: the one on the first axis comes first in each row."""
    _, b, c = shape
    return torch.stack([i % c, i // c % b, i // (b * c)], dim=1)


@mistake("M03")
def laid_in_rows(i: Tensor, shape: Shape) -> Tensor:
    """The indices are right, but your answer is on its side: yours is `3 k`, wanted is `k 3`. A new axis that comes
    second is made by `torch.stack(..., dim=1)`."""
    _, b, c = shape
    return torch.stack([i // (b * c), i // c % b, i % c])


@mistake("M09")
def ready_made(i: Tensor, shape: Shape) -> Tensor:
    return torch.stack(torch.unravel_index(i, shape), dim=1)


@mistake("M13")
def true_division(i: Tensor, shape: Shape) -> Tensor:
    """You divided with `/`, which keeps the fraction and makes floats, and floats can't be used as indices. `//` drops
    the rest and stays with integers."""
    _, b, c = shape
    return torch.stack([i / (b * c), i / c % b, i % c], dim=1)


@mistake("M13")
def floors_are_floats(i: Tensor, shape: Shape) -> Tensor:
    """The numbers are right, but they are floats: `/` makes floats, and rounding them down leaves them floats, which
    can't be used as indices (and above 16 million are not exact). `//` drops the rest and stays with integers."""
    _, b, c = shape
    return torch.stack([(i / (b * c)).floor(), (i / c).floor() % b, i % c], dim=1)


@mistake("M60")
def sizes_to_the_left(i: Tensor, shape: Shape) -> Tensor:
    """You multiplied the sizes to the left: `a * b`. A step on the first axis passes over all that lies to its right, b
    * c numbers."""
    a, b, c = shape
    return torch.stack([i // (a * b), i // c % b, i % c], dim=1)


@mistake("M60")
def wrapped_by_the_wrong_size(i: Tensor, shape: Shape) -> Tensor:
    """The second index must stay below its own size: `i // c % b`. You took the rest by another axis' size."""
    _, b, c = shape
    return torch.stack([i // (b * c), i // c % c, i % c], dim=1)


@mistake("M62")
def not_wrapped(i: Tensor, shape: Shape) -> Tensor:
    """Your second index grows past b: `i // c` counts the rows of the whole tensor. Minutes begin again at each hour,
    so take the rest: `i // c % b`."""
    _, b, c = shape
    return torch.stack([i // (b * c), i // c, i % c], dim=1)


@mistake("M62")
def divided_then_multiplied(i: Tensor, shape: Shape) -> Tensor:
    """`i // b * c` is read from left to right: divided by `b`, then multiplied by `c`. To divide by the product, put it
    in brackets: `i // (b * c)`."""
    _, b, c = shape
    return torch.stack([i // b * c, i // c % b, i % c], dim=1)


@mistake("M62")
def the_rest_is_not_yet_an_index(i: Tensor, shape: Shape) -> Tensor:
    """Your second index is `i % (b * c)`: how many numbers come after the step on the first axis, not how many rows of
    c. Divide what is left by `c`, or write `i // c % b`."""
    _, b, c = shape
    return torch.stack([i // (b * c), i % (b * c), i % c], dim=1)
