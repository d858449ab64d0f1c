"""k of n numbers are not zero; k goes down to 1 and 0."""

import torch
from torch import Generator, Tensor

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def some_zeros(sizes: Sizes, generator: Generator) -> Tensor:
    """k numbers of both signs among zeros, in any order."""
    numbers = torch.randint(1, 10, (sizes["k"],), generator=generator)
    numbers[::2] *= -1
    x = torch.cat([numbers, torch.zeros(sizes["zeros"], dtype=torch.long)])
    return x[torch.randperm(len(x), generator=generator)]


question = Question(
    sizes={"n": "k + zeros"},
    values={"x": some_zeros},
    edges=({"k": 1}, {"k": 0}, {"zeros": 0}, {"k": 1, "zeros": 0}, {"k": 2, "zeros": 2}),
    example={"k": 3, "zeros": 3},
)


def test_each_place_is_told_once(trial: Trial) -> None:
    (x,) = trial.inputs
    places = [place for place, number in enumerate(x.tolist()) if number != 0]
    trial.expect(torch.tensor(places, dtype=torch.long))


def test_what_is_there_is_not_zero_and_the_rest_is(trial: Trial) -> None:
    (x,) = trial.inputs
    picked = x[trial.answer].tolist()
    trial.require(0 not in picked, "`x` is 0 at one of the places that you gave.")
    x[trial.answer] = 0
    trial.require(not x.any(), "There are places left out at which `x` is not 0.")
