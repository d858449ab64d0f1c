"""Answers to where_nonzero that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M15")
def a_column_of_places(x: Tensor) -> Tensor:
    """`nonzero` gives a row of coordinates for each place, so yours has shape (k, 1). Wanted is one axis, (k,): take
    the only column, `[:, 0]`, or pick the places with a mask."""
    return x.nonzero()


@mistake("M15")
def squeezed_too_far(x: Tensor) -> Tensor:
    """`squeeze()` takes away every axis of size 1. With k = 1 that is both, and your answer has shape () instead of
    (1,). Say which axis is to go: `squeeze(1)`, or `[:, 0]`."""
    return x.nonzero().squeeze()


@mistake("M15")
def a_tuple_of_places(x: Tensor) -> object:
    """You returned a tuple: `torch.where(condition)`, like `nonzero(as_tuple=True)`, gives one tensor of places for
    each axis of `x`. There is one axis here; take the first of the tuple, `[0]`."""
    return torch.where(x != 0)


@mistake("M62")
def the_numbers_themselves(x: Tensor) -> Tensor:
    """You picked the numbers that are not zero; asked for are their places. The same mask picks those from
    `torch.arange(len(x))`."""
    return x[x != 0]


@mistake("M62")
def only_positive_ones(x: Tensor) -> Tensor:
    """The places of negative numbers are missing: they aren't 0 either. The mask is `x != 0`, not `x > 0`."""
    return torch.arange(len(x))[x > 0]


@mistake("M62")
def where_it_is_zero(x: Tensor) -> Tensor:
    """Those are the places at which `x` is 0. Turn the mask round: `x != 0`."""
    return torch.arange(len(x))[x == 0]


@mistake("M13")
def the_mask(x: Tensor) -> Tensor:
    """You returned the mask: n bools that say for every place whether `x` is not 0 there. Asked for are the places, k
    integers: use the mask to pick from `torch.arange(len(x))`."""
    return x != 0


@mistake("M13")
def an_empty_list_has_no_dtype(x: Tensor) -> Tensor:
    """Right, but where all of `x` is 0: then you make a tensor from an empty list, and PyTorch takes that for floats,
    which can't be used as indices. Give the dtype, `torch.tensor(places, dtype=torch.long)`, or use a mask."""
    return torch.tensor([place for place, number in enumerate(x.tolist()) if number != 0])


@mistake("M15")
def the_first_row_of_places(x: Tensor) -> Tensor:
    """`nonzero` gives a row of coordinates for each place, shape (k, 1). Its `[0]` is the first row: the first place
    only. You want its only column, `[:, 0]`."""
    return x.nonzero()[0]


@mistake("M62")
def counted(x: Tensor) -> Tensor:
    """You counted how many numbers are not zero. Asked for is where they stand: use the mask to pick from
    `torch.arange(len(x))`."""
    return (x != 0).sum()
