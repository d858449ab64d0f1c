"""Each number is a row times `v`, added up one product at a time; also with i = j, where a wrong axis would fit."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"i": 3, "j": 3}, {"i": 1}, {"j": 1}, {"i": 1, "j": 1}, {"j": 0}),
    example={"i": 2, "j": 3},
    required={"einsum": "Here the point is to say it with `einsum`: name the axes, and what is to be added up."},
    loops=False,
)


def test_each_number_is_a_row_times_v(trial: Trial) -> None:
    m, v = trial.inputs
    trial.expect(torch.tensor([sum((a * b for a, b in zip(row, v.tolist(), strict=True)), 0.0) for row in m.tolist()]))
