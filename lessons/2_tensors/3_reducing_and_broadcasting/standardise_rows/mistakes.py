"""Answers to standardise_rows that look right and are not."""

import torch
from torch import Tensor
from torch.nn import functional

from shapecoach.lessons.judging import mistake


@mistake("M01")
def keepdim_dropped(x: Tensor) -> Tensor:
    """Your means have shape `(b,)` and are lined up with the last axis of `x`, which is `d`: it fails, or, where b = d,
    takes from each number the mean of another row. With `keepdim=True` they are `(b, 1)`, and b meets b."""
    return (x - x.mean(dim=1)) / x.std(dim=1, correction=0)


@mistake("M01")
def keepdim_dropped_for_the_deviation(x: Tensor) -> Tensor:
    """Your means keep their 1, but the standard deviations don't: `(b,)` is lined up with `d`. It fails, or, where b =
    d, divides by another row's deviation. They need `keepdim=True` too."""
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, correction=0)


@mistake("M02")
def columns_standardised(x: Tensor) -> Tensor:
    """You standardised the columns: `dim=0` averages over the rows `b`. A row's mean averages over its own numbers,
    along `d`, which is `dim=1` or `dim=-1`."""
    return (x - x.mean(dim=0)) / x.std(dim=0, correction=0)


@mistake("M02")
def the_whole_table_at_once(x: Tensor) -> Tensor:
    """You took one mean and one deviation for the whole table. Each row has its own: reduce along `d` only, `dim=1`."""
    return (x - x.mean()) / x.std(correction=0)


@mistake("M02")
def one_deviation_for_all_rows(x: Tensor) -> Tensor:
    """You took each row's own mean, but one standard deviation for the whole table. That one, too, belongs to its row:
    `dim=1, keepdim=True`."""
    return (x - x.mean(dim=1, keepdim=True)) / x.std(correction=0)


@mistake("M16")
def divided_by_one_less(x: Tensor) -> Tensor:
    """Your deviations are those of a sample: `std` divides the squares by d - 1 unless told otherwise. The rows' own
    deviation divides by d: `correction=0`."""
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)


@mistake("M62")
def divided_by_the_variance(x: Tensor) -> Tensor:
    """You divided by the variance, the mean square itself. The standard deviation is its root: `std`, or
    `var(...).sqrt()`."""
    return (x - x.mean(dim=1, keepdim=True)) / x.var(dim=1, keepdim=True, correction=0)


@mistake("M62")
def only_centred(x: Tensor) -> Tensor:
    """Your rows have mean 0, but you didn't divide by their standard deviation."""
    return x - x.mean(dim=1, keepdim=True)


@mistake("M62")
def divided_before_the_mean_is_gone(x: Tensor) -> Tensor:
    """You divided only the mean by the deviation: `x - mean / std`. Division comes before subtraction, so put brackets
    around the difference: `(x - mean) / std`."""
    return x - x.mean(dim=1, keepdim=True) / x.std(dim=1, keepdim=True, correction=0)


@mistake("M10")
def in_place(x: Tensor) -> Tensor:
    x -= x.mean(dim=1, keepdim=True)
    x /= x.std(dim=1, keepdim=True, correction=0)
    return x


@mistake("M09")
def torchs_layer_norm(x: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[1:], eps=0.0)


@mistake("M08")
def row_by_row(x: Tensor) -> Tensor:
    return torch.stack([(row - row.mean()) / row.std(correction=0) for row in x])
