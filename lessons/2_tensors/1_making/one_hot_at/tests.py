"""Built as a plain list: zeros, the one, zeros."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"n": "i + 1 + after"},
    ranges={"i": range(1, 9), "after": range(1, 9)},
    edges=({"i": 0}, {"after": 0}, {"i": 0, "after": 0}, {"i": 1, "after": 0}),
    example={"i": 3, "after": 1},
)


def test_a_single_one_stands_at_i(trial: Trial) -> None:
    n, i = trial.inputs
    trial.expect(torch.tensor([0.0] * i + [1.0] + [0.0] * (n - i - 1)))
