"""Answers to negate_between that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M10")
def in_place(x: Tensor, lo: float, hi: float) -> Tensor:
    x[(lo < x) & (x < hi)] *= -1
    return x


@mistake("M10")
def another_name_is_no_copy(x: Tensor, lo: float, hi: float) -> Tensor:
    out = x
    out[(lo < x) & (x < hi)] *= -1
    return out


@mistake("M62")
def bounds_included(x: Tensor, lo: float, hi: float) -> Tensor:
    """You changed numbers that are equal to `lo` or `hi`, too. The two themselves are not included: `<` on both
    sides."""
    return torch.where((lo <= x) & (x <= hi), -x, x)


@mistake("M62")
def lower_bound_included(x: Tensor, lo: float, hi: float) -> Tensor:
    """You changed numbers that are equal to `lo`, too. Between means greater than `lo`: `lo < x`, without the `=`."""
    return torch.where((lo <= x) & (x < hi), -x, x)


@mistake("M62")
def upper_bound_included(x: Tensor, lo: float, hi: float) -> Tensor:
    """You changed numbers that are equal to `hi`, too. Between means less than `hi`: `x < hi`, without the `=`."""
    return torch.where((lo < x) & (x <= hi), -x, x)


@mistake("M62")
def outside(x: Tensor, lo: float, hi: float) -> Tensor:
    """You changed all the others: the numbers between the bounds kept their sign. `torch.where(mask, p, q)` takes from
    `p` where the mask is True."""
    return torch.where((lo < x) & (x < hi), x, -x)


@mistake("M62")
def made_negative(x: Tensor, lo: float, hi: float) -> Tensor:
    """You made the numbers between the bounds negative. Changing the sign works both ways: a negative one becomes
    positive. `-x` does that; no `abs` is needed."""
    return torch.where((lo < x) & (x < hi), -x.abs(), x)


@mistake("M62")
def zero_elsewhere(x: Tensor, lo: float, hi: float) -> Tensor:
    """You lost the numbers outside the bounds: yours are 0 there. They stay as they are, so `x` is the other choice in
    `torch.where(mask, -x, x)`."""
    return torch.where((lo < x) & (x < hi), -x, 0.0)


@mistake("M62")
def only_those_between(x: Tensor, lo: float, hi: float) -> Tensor:
    """You returned only the numbers between the bounds: indexing with a mask drops all the others. To keep n numbers,
    choose at each place between two tensors: `torch.where(mask, -x, x)`."""
    return -x[(lo < x) & (x < hi)]


@mistake("M64")
def either_bound(x: Tensor, lo: float, hi: float) -> Tensor:
    """You changed all numbers: each is greater than `lo` or less than `hi` (`|`). Between the two means greater than
    `lo` and less than `hi`: `&`."""
    return torch.where((lo < x) | (x < hi), -x, x)


@mistake("M64")
def chained(x: Tensor, lo: float, hi: float) -> Tensor:
    """`lo < x < hi` is short for `lo < x and x < hi`, and Python's `and` asks the tensor for a single True or False; a
    tensor of many has none to give. Join two masks, which is done for each number: `(lo < x) & (x < hi)`."""
    return torch.where(lo < x < hi, -x, x)


@mistake("M64")
def without_brackets(x: Tensor, lo: float, hi: float) -> Tensor:
    """`&` goes before `<`, so that Python reads `lo < (x & x) < hi`, and `&` is not for floats. Put brackets around
    each comparison: `(lo < x) & (x < hi)`."""
    return torch.where(lo < x & x < hi, -x, x)
