"""One cell at a time: is it in the first or last row, or in the first or last column?"""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"h": range(3, 9), "w": range(3, 9)},
    edges=({"h": 1}, {"w": 1}, {"h": 1, "w": 1}, {"h": 2}, {"w": 2}, {"h": 3, "w": 3}, {"h": 4, "w": 4}),
    example={"h": 4, "w": 5},
)


def test_the_border_is_ones(trial: Trial) -> None:
    h, w = trial.inputs
    trial.expect(torch.tensor([[float(r in (0, h - 1) or c in (0, w - 1)) for c in range(w)] for r in range(h)]))
