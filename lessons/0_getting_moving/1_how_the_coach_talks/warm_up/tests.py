"""Each number doubled, one by one."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"n": range(1, 41)},
    edges=({"n": 1}, {"n": 40}),
    example={"n": 3},
)


def test_every_number_is_doubled(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.tensor([number + number for number in x.tolist()]))
