"""Answers to daily_mean that look right and are not."""

import torch
from einops import reduce
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M05")
def days_are_the_inner_axis(power: Tensor) -> Tensor:
    """You cut `hours` as `(hours days)`: your day 0 is made of every days-th number of the whole row. The numbers of
    one day are neighbours, so `days` is the outer axis and stands first: `(days hours)`."""
    return reduce(power, "(hours days) -> days", "mean", hours=24)


@mistake("M05")
def cut_into_24_pieces_and_averaged_across(power: Tensor) -> Tensor:
    """You cut the row into 24 long pieces, `(24, days)`, but a day is a short piece of 24 numbers: `(days, 24)`. Then
    the mean is taken over the 24."""
    return power.reshape(24, -1).mean(dim=1)


@mistake("M02")
def mean_of_each_hour_of_the_day(power: Tensor) -> Tensor:
    """You kept `hours` and averaged `days` away: yours is the mean of all midnights, of all ones o'clock, and so on, 24
    numbers. Keep `days` on the right of the arrow, and leave out `hours`."""
    return reduce(power, "(days hours) -> hours", "mean", hours=24)


@mistake("M02")
def one_mean_for_everything(power: Tensor) -> Tensor:
    """You averaged the whole row into one number. Cut it into days first, `(days hours)`, and let only `hours` go
    away."""
    return power.mean()


@mistake("M30")
def sum_of_each_day(power: Tensor) -> Tensor:
    """Your days are right, but you added up their 24 numbers and didn't divide: that is the sum. Ask for the "mean"."""
    return reduce(power, "(days hours) -> days", "sum", hours=24)


@mistake("M06")
def a_week_written_down(power: Tensor) -> Tensor:
    return power.reshape(7, 24).mean(dim=1)


@mistake("M08")
def day_by_day(power: Tensor) -> Tensor:
    return torch.stack([power[first : first + 24].mean() for first in range(0, len(power), 24)])
