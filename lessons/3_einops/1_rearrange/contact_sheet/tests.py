"""The image at row r, column q of the sheet must be image r * cols + q."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    sizes={"n": "rows*cols", "q": "cols*w"},
    edges=({"rows": 1}, {"cols": 1}, {"c": 1}, {"c": 3, "h": 3, "w": 3, "rows": 3, "cols": 3}),
    example={"c": 3, "h": 4, "w": 5, "rows": 2, "cols": 3},
)


def test_image_i_stands_at_its_place(trial: Trial) -> None:
    x, rows = trial.inputs
    cols = trial.sizes["cols"]
    lines = [torch.cat([x[row * cols + col] for col in range(cols)], dim=-1) for row in range(rows)]
    trial.expect(torch.cat(lines, dim=-2))
