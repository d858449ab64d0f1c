"""Every row must go on counting where the last one ended."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"rows": 1}, {"cols": 1}, {"rows": 1, "cols": 1}, {"rows": 4, "cols": 4}),
    example={"rows": 2, "cols": 3},
)


def test_rows_count_on(trial: Trial) -> None:
    rows, cols = trial.inputs
    trial.expect(torch.tensor([list(range(row * cols, row * cols + cols)) for row in range(rows)]))
