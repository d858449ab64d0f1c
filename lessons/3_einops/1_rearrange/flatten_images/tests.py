"""Each row must be its image, read colour by colour, row by row."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"b": 1}, {"c": 1}, {"h": 1, "w": 1}, {"h": 4, "w": 4}),
    example={"b": 2, "c": 3, "h": 4, "w": 5},
)


def test_each_row_is_its_image(trial: Trial) -> None:
    (x,) = trial.inputs
    rows = [[number for colour in image for line in colour for number in line] for image in x.tolist()]
    trial.expect(torch.tensor(rows))
