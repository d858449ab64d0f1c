"""Answers to common_values that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M62")
def each_as_often_as_it_stands_in_a(a: Tensor, b: Tensor) -> Tensor:
    """You picked the right values, but as often and in the order as they stand in `a`. Each is to come once, in
    ascending order: pick from `a.unique()`."""
    return a[torch.isin(a, b)]


@mistake("M62")
def values_of_either(a: Tensor, b: Tensor) -> Tensor:
    """These are the values that stand in `a` *or* in `b`. Keep only those that stand in both."""
    return torch.cat([a, b]).unique()


@mistake("M62")
def largest_value_first(a: Tensor, b: Tensor) -> Tensor:
    """These are the right values, the largest first. Ascending means the smallest first, as `unique` gives them."""
    values = a.unique()
    return values[torch.isin(values, b)].flip(0)


@mistake("M62")
def values_of_a_alone(a: Tensor, b: Tensor) -> Tensor:
    """These are the values of `a` that are *not* in `b`. Turn the mask around."""
    values = a.unique()
    return values[~torch.isin(values, b)]


@mistake("M62")
def the_mask_itself(a: Tensor, b: Tensor) -> Tensor:
    """You returned a mask, which says True or False for each place of `a`. Use it to pick the values themselves:
    `values[mask]`."""
    return torch.isin(a, b)


@mistake("M01")
def compared_place_by_place(a: Tensor, b: Tensor) -> Tensor:
    """You compared `a` and `b` place by place, which fails unless m = n, and then finds only what stands at the same
    place. Make a column of one of them, `[:, None]`, so that each meets each."""
    return a[a == b].unique()


@mistake("M15")
def left_as_a_column(a: Tensor, b: Tensor) -> Tensor:
    """The values are right, but they stand in a column, `(k, 1)`: `nonzero` gives a table of places, with one column
    here. Pick with the mask itself, `values[mask]`."""
    values = a.unique()
    return values[torch.isin(values, b).nonzero()]


@mistake("M15")
def one_row_for_each_match(a: Tensor, b: Tensor) -> Tensor:
    """You kept the whole table of comparisons. Ask each row whether it holds a True, `.any(dim=1)`, and pick the values
    with that."""
    values = a.unique()
    return values[:, None] == b


@mistake("M13")
def sets_without_a_dtype(a: Tensor, b: Tensor) -> Tensor:
    """With Python's sets it comes out right, until nothing is common: `torch.tensor([])` can't know what it would have
    held, and makes floats. Staying with tensors keeps the dtype, and the device: `a.unique()` and `torch.isin`."""
    return torch.tensor(sorted(set(a.tolist()) & set(b.tolist())))


@mistake("M62")
def sets_in_no_order(a: Tensor, b: Tensor) -> Tensor:
    """Python's sets have no order, so your values come as they like. Tensors do it without the detour: `a.unique()` is
    sorted, and a mask keeps the order."""
    return torch.tensor(list(set(a.tolist()) & set(b.tolist())), dtype=a.dtype)


@mistake("M62")
def sets_in_no_order_without_a_dtype(a: Tensor, b: Tensor) -> Tensor:
    """Python's sets have no order, so your values come as they like; and where nothing is common, `torch.tensor([])`
    makes floats. Tensors do it without the detour: `a.unique()` is sorted, and a mask keeps the order."""
    return torch.tensor(list(set(a.tolist()) & set(b.tolist())))


@mistake("M62")
def sets_of_tensors(a: Tensor, b: Tensor) -> Tensor:
    """Your sets hold tensors, not numbers, and two tensors count as different members even if they hold the same
    number. So nothing is ever common. Stay with the whole tensors: `a.unique()` and `torch.isin`."""
    return torch.tensor(sorted(set(a) & set(b)))


@mistake("M62")
def counted_in_both_together(a: Tensor, b: Tensor) -> Tensor:
    """You kept what stands twice or more in both together. A value that stands twice in `a` alone is among them. Let
    each side have its values once first: `a.unique()` and `b.unique()`."""
    values, counts = torch.cat([a, b]).unique(return_counts=True)
    return values[counts > 1]


@mistake("M13")
def picked_with_counts(a: Tensor, b: Tensor) -> Tensor:
    """You picked with the number of matches. Integers in square brackets are places, so values came from there. A mask
    has to be of True and False: `.any(dim=1)`, or `> 0`."""
    values = a.unique()
    return values[(values[:, None] == b).sum(dim=1)]


@mistake("M02")
def asked_the_columns(a: Tensor, b: Tensor) -> Tensor:
    """Your table has a row for each value of `a` and a column for each number of `b`, and you asked the columns:
    `dim=0` takes the rows away, so the mask is `n` long. Ask each row, `.any(dim=1)`."""
    values = a.unique()
    return values[(values[:, None] == b).any(dim=0)]


@mistake("M08")
def one_by_one(a: Tensor, b: Tensor) -> Tensor:
    return torch.tensor([value for value in a.unique().tolist() if value in b.tolist()], dtype=torch.int64)


@mistake("M08")
def one_by_one_with_a_for_loop(a: Tensor, b: Tensor) -> Tensor:
    found: list[Tensor] = []
    for value in a.unique():
        if (b == value).any():
            found.append(value)
    return torch.stack(found)
