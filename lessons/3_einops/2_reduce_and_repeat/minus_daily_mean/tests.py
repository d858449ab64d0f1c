"""One day after the other; also 24 days, where means without their 1 line up with the hours and nothing complains."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"hours": "24*days"},
    ranges={"days": range(2, 15)},
    edges=({"days": 1}, {"days": 24}),
    example={"days": 3},
)


def test_every_number_loses_the_mean_of_its_day(trial: Trial) -> None:
    (power,) = trial.inputs
    days = [power[first : first + 24] for first in range(0, len(power), 24)]
    trial.expect(torch.cat([day - day.sum() / 24 for day in days]))


def test_each_day_adds_up_to_nothing(trial: Trial) -> None:
    sums = [float(trial.answer[first : first + 24].sum()) for first in range(0, len(trial.answer), 24)]
    trial.require(max(map(abs, sums)) < 1e-3, "Each day of the answer should add up to 0.")
