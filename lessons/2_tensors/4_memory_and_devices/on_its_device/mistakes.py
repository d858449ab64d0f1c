"""Answers to on_its_device that look right and are not."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M14")
def ramp_on_the_cpu(x: Tensor) -> Tensor:
    return x + torch.arange(x.shape[1], dtype=x.dtype)


@mistake("M14")
def input_brought_to_the_cpu(x: Tensor) -> Tensor:
    return x.cpu() + torch.arange(x.shape[1], dtype=x.dtype)


@mistake("M13")
def ramp_of_float32(x: Tensor) -> Tensor:
    """Your ramp is float32. Where `x` has half precision, the sum is lifted to float32 and takes twice the memory. Make
    the ramp in the dtype of `x`: `dtype=x.dtype`."""
    return x + torch.arange(x.shape[1], device=x.device, dtype=torch.float32)


@mistake("M13")
def answer_of_float32(x: Tensor) -> Tensor:
    """Your answer is float32 whatever comes in. Who gives you half or double precision wants it back: make the ramp
    with `dtype=x.dtype` and leave `x` as it is."""
    return x.float() + torch.arange(x.shape[1], device=x.device)


@mistake("M02")
def ramp_down_the_rows(x: Tensor) -> Tensor:
    """Your ramp runs down the rows: each whole row gets its own number. It should run along each row, `n` long, so that
    place j gets j."""
    return x + torch.arange(x.shape[0], device=x.device, dtype=x.dtype)[:, None]


@mistake("M02")
def ramp_as_long_as_the_batch(x: Tensor) -> Tensor:
    """Your ramp is `b` long and is lined up with the last axis, which is `n`. A ramp along each row is as long as a
    row: `x.shape[1]`."""
    return x + torch.arange(x.shape[0], device=x.device, dtype=x.dtype)


@mistake("M01")
def ramp_stood_upright(x: Tensor) -> Tensor:
    """You made a column of the ramp, `(n, 1)`: so n is lined up with `b`. Leave it a row, `(n,)`: it is lined up with
    the last axis, and every row meets it."""
    return x + torch.arange(x.shape[1], device=x.device, dtype=x.dtype)[:, None]


@mistake("M61")
def ramp_begins_with_1(x: Tensor) -> Tensor:
    """Your ramp begins with 1, so every number is 1 too large. `torch.arange(n)` goes from 0 to n - 1."""
    return x + torch.arange(1, x.shape[1] + 1, device=x.device, dtype=x.dtype)


@mistake("M61")
def ramp_over_everything(x: Tensor) -> Tensor:
    """Your ramp goes on from row to row instead of starting again at 0. Each row meets the same ramp: make it `n` long,
    and let it broadcast."""
    return x + torch.arange(x.numel(), device=x.device, dtype=x.dtype).reshape(x.shape)


@mistake("M10")
def in_place(x: Tensor) -> Tensor:
    x += torch.arange(x.shape[1], device=x.device)
    return x


@mistake("M08")
def place_by_place(x: Tensor) -> Tensor:
    return torch.stack([x[:, place] + place for place in range(x.shape[1])], dim=1)
