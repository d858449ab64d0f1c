"""One output at a time; also with d = k, where a wrong line runs without an error."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"b": 4, "d": 3, "k": 3}, {"b": 3, "d": 3, "k": 3}, {"b": 1}, {"k": 1}, {"d": 1}),
    example={"b": 2, "d": 3, "k": 4},
)


def test_each_output_is_a_row_times_a_row(trial: Trial) -> None:
    x, w = trial.inputs
    trial.expect(torch.stack([torch.stack([(row * weights).sum() for weights in w]) for row in x]))
