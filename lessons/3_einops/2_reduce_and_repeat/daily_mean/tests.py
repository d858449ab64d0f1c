"""Each day's numbers, added up one by one; a year of one day, and one with as many days as a day has hours."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"hours": "24*days"},
    ranges={"days": range(2, 15)},
    edges=({"days": 1}, {"days": 24}),
    example={"days": 7},
    loops=False,
)


def test_each_day_has_its_own_mean(trial: Trial) -> None:
    (power,) = trial.inputs
    numbers = power.tolist()
    trial.expect(torch.tensor([sum(numbers[first : first + 24]) / 24 for first in range(0, len(numbers), 24)]))
