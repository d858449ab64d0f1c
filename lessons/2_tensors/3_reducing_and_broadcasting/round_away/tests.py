"""Number by number, with whole numbers, halves and zeros among them."""

import math

import torch

from shapecoach.lessons.judging import Question, Trial
from shapecoach.lessons.judging.question import Sizes


def numbers_of_all_sorts(sizes: Sizes, generator: torch.Generator) -> torch.Tensor:
    """Of every kind, signs included, some: any, whole, half, zero, between 0 and 1, just above a whole one."""
    whole = torch.randint(1, 9, (8,), generator=generator)
    part = 0.1 + 0.8 * torch.rand(8, generator=generator)
    kinds = torch.stack([whole + part, whole + 0.0, whole + 0.5, 0.0 * part, part, whole + 0.02])
    mixed = torch.cat([kinds, -kinds], dim=1).T.flatten()
    start = int(torch.randint(6, (), generator=generator))
    return mixed[start : start + sizes["n"]]


question = Question(
    ranges={"n": range(20, 60)},
    edges=(
        {"n": 1},
        {"n": 0},
        {"x": lambda sizes, generator: torch.tensor([-3.0, -2.1, -0.4, -0.0, 0.0, 0.4, 2.1, 3.0])},
        {"x": lambda sizes, generator: torch.tensor([0.4, 2.1, 3.0])},
        {"x": lambda sizes, generator: torch.tensor([-0.4, -2.1, -3.0])},
    ),
    example={"n": 5},
    values={"x": numbers_of_all_sorts},
    loops=False,
)


def away(number: float) -> float:
    return float(math.ceil(number)) if number > 0 else float(math.floor(number))


def test_each_number_by_itself(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.tensor([away(number) for number in x.tolist()]))


def test_a_second_time_changes_nothing(trial: Trial) -> None:
    trial.require(torch.equal(trial.call(trial.answer), trial.answer), "Rounding a second time should change nothing.")
