"""Answers to round_away that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M62")
def always_up(x: Tensor) -> Tensor:
    """You rounded up, which takes negative numbers *towards* zero: -2.1 becomes -2. Away from zero is up for positive
    numbers and down for negative ones."""
    return x.ceil()


@mistake("M62")
def always_down(x: Tensor) -> Tensor:
    """You rounded down, which takes positive numbers *towards* zero: 2.1 becomes 2. Away from zero is up for positive
    numbers and down for negative ones."""
    return x.floor()


@mistake("M62")
def to_the_nearest(x: Tensor) -> Tensor:
    """`round` goes to the nearest whole number: 2.1 becomes 2. Here each number that isn't whole moves away from zero,
    however near the other one is."""
    return x.round()


@mistake("M62")
def towards_zero(x: Tensor) -> Tensor:
    """You rounded towards zero, by cutting the digits off: `trunc`, or up where it should be down. Away from zero is up
    for positive numbers and down for negative ones."""
    return x.trunc()


@mistake("M62")
def one_step_for_all(x: Tensor) -> Tensor:
    """You cut the digits off and went one step on. That moves whole numbers, too: 4 becomes 5. Only a number that isn't
    whole may move."""
    return x.trunc() + x.sign()


@mistake("M62")
def sign_lost(x: Tensor) -> Tensor:
    """You rounded the sizes well, but lost the signs: -2.1 became 3. Give them back with `x.sign()`, or treat negative
    numbers apart, with `torch.where`."""
    return x.abs().ceil()


@mistake("M62")
def half_a_step_further(x: Tensor) -> Tensor:
    """You added half a step before rounding to the nearest. That goes wrong for whole numbers: 3 becomes 3.5, which is
    rounded to 4. `ceil` of the size does it without a trick."""
    return x.sign() * (x.abs() + 0.5).round()


@mistake("M62")
def one_way_for_all(x: Tensor) -> Tensor:
    """You looked at all numbers together and then rounded all of them the same way. Each number has a sign of its own:
    `torch.where` chooses place by place."""
    return x.ceil() if bool((x > 0).all()) else x.floor()


@mistake("M64")
def one_if_for_all(x: Tensor) -> Tensor:
    """`if` wants one yes or no, and `x > 0` has one for each number. Where each place chooses for itself, say
    `torch.where(x > 0, ..., ...)`."""
    if x > 0:
        return x.ceil()
    return x.floor()


@mistake("M13")
def made_into_integers(x: Tensor) -> Tensor:
    """The values are right, but you made integers of them. The answer holds floats, as `ceil` and `floor` give them:
    leave out `int` or `long`."""
    return torch.where(x > 0, x.ceil(), x.floor()).long()


@mistake("M10")
def in_place(x: Tensor) -> Tensor:
    negative = x < 0
    x.abs_().ceil_()
    x[negative] *= -1
    return x


@mistake("M08")
def one_by_one(x: Tensor) -> Tensor:
    return torch.tensor([float(number.ceil() if number > 0 else number.floor()) for number in x])


@mistake("M07")
def the_examples_answer(x: Tensor) -> Tensor:
    return torch.tensor([3.0, -3.0, 4.0, 0.0, -1.0])
