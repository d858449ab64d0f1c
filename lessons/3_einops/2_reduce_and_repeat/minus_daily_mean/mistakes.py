"""Answers to minus_daily_mean that look right and are not."""

from einops import rearrange, reduce, repeat
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M05")
def means_start_again(power: Tensor) -> Tensor:
    """You repeated the means as `(hours days)`: the whole row of means, 24 times over, so neighbours get the means of
    different days. Each mean is to stand 24 times in a row, next to itself: `(days hours)`."""
    mean = reduce(power, "(days hours) -> days", "mean", hours=24)
    return power - repeat(mean, "days -> (hours days)", hours=24)


@mistake("M05")
def days_are_the_inner_axis(power: Tensor) -> Tensor:
    """You cut `hours` as `(hours days)`: what you call a day is every days-th number of the row. The numbers of one day
    are neighbours, so `days` is the outer axis and stands first: `(days hours)`."""
    by_day = rearrange(power, "(hours days) -> days hours", hours=24)
    mean = reduce(by_day, "days hours -> days 1", "mean")
    return rearrange(by_day - mean, "days hours -> (hours days)")


@mistake("M01")
def means_line_up_with_the_hours(power: Tensor) -> Tensor:
    """Your means have shape `(days,)`. Shapes are lined up from the right, so `days` meets the table's `hours`: it
    fails, and with 24 days it would give wrong numbers without failing. Keep a 1 in the place of the hours,
    `-> days 1`."""
    by_day = rearrange(power, "(days hours) -> days hours", hours=24)
    mean = reduce(by_day, "days hours -> days", "mean")
    return rearrange(by_day - mean, "days hours -> (days hours)")


@mistake("M01")
def means_taken_from_the_whole_row(power: Tensor) -> Tensor:
    """You took the `days` means from the row of `hours` numbers as it is. Two rows of different length don't line up.
    Either stretch the means with `repeat`, or cut `power` into `days hours` first."""
    return power - reduce(power, "(days hours) -> days", "mean", hours=24)


@mistake("M02")
def mean_of_each_hour_of_the_day(power: Tensor) -> Tensor:
    """You took away the mean of all midnights from each midnight, and so on: that averages over `days`. The mean of a
    day averages over its `hours`, and keeps `days`: `-> days 1`."""
    by_day = rearrange(power, "(days hours) -> days hours", hours=24)
    mean = reduce(by_day, "days hours -> 1 hours", "mean")
    return rearrange(by_day - mean, "days hours -> (days hours)")


@mistake("M02")
def one_mean_for_everything(power: Tensor) -> Tensor:
    """You took the mean of the whole row away from every number. Each day has a mean of its own: cut the row into
    `days hours` and average over `hours` only."""
    return power - power.mean()


@mistake("M04")
def glued_the_wrong_way(power: Tensor) -> Tensor:
    """Your numbers are right until the last step: you glued the table column by column, `(hours days)`, so the hours of
    different days are mixed. Glue it the way that you cut it: `(days hours)`."""
    by_day = rearrange(power, "(days hours) -> days hours", hours=24)
    mean = reduce(by_day, "days hours -> days 1", "mean")
    return rearrange(by_day - mean, "days hours -> (hours days)")


@mistake("M06")
def three_days_written_down(power: Tensor) -> Tensor:
    by_day = power.reshape(3, 24)
    return (by_day - by_day.mean(dim=1, keepdim=True)).reshape(72)


@mistake("M10")
def the_meter_itself_changed(power: Tensor) -> Tensor:
    by_day = power.view(-1, 24)
    by_day -= by_day.mean(dim=1, keepdim=True)
    return power
