"""Answers to warm_up that look right and are not.  Both kinds are named by the judging kit itself."""

import torch
from torch import Tensor

from shapecoach.lessons.judging import mistake


@mistake("M07")
def the_example_written_down(x: Tensor) -> Tensor:
    return torch.tensor([2.0, 4.0, 6.0])


@mistake("M07")
def right_length_only(x: Tensor) -> Tensor:
    return torch.zeros(x.shape[0])


@mistake("M10")
def doubled_in_place(x: Tensor) -> Tensor:
    x *= 2
    return x


@mistake("M10")
def doubled_one_by_one_in_place(x: Tensor) -> Tensor:
    for place in range(len(x)):
        x[place] = 2 * x[place]
    return x
