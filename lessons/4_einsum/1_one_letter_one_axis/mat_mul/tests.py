"""Each number is a row times a column; also with square matrices, where a wrong axis would fit."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"i": 3, "j": 3, "k": 3},
        {"i": 4, "j": 3, "k": 3},
        {"i": 1},
        {"k": 1},
        {"j": 1},
        {"j": 0},
    ),
    example={"i": 2, "j": 3, "k": 4},
    required={"einsum": "Here the point is to say it with `einsum`: name the axes, and what is to be added up."},
    loops=False,
)


def test_each_number_is_a_row_times_a_column(trial: Trial) -> None:
    a, b = trial.inputs
    columns = [b[:, place] for place in range(b.shape[1])]
    trial.expect(torch.stack([torch.stack([(row * column).sum() for column in columns]) for row in a]))
