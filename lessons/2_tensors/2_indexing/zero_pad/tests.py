"""Rows of lists: zeros, the row, zeros."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"p": range(1, 5)},
    edges=({"p": 0}, {"h": 1}, {"w": 1}, {"h": 1, "w": 1, "p": 1}, {"h": 3, "w": 3, "p": 2}, {"h": 0}),
    example={"h": 2, "w": 3, "p": 1},
)


def test_x_lies_in_a_border_of_zeros(trial: Trial) -> None:
    x, p = trial.inputs
    width = x.shape[1] + 2 * p
    inside = [[0.0] * p + row + [0.0] * p for row in x.tolist()]
    border = [[0.0] * width] * p
    trial.expect(torch.tensor(border + inside + border).reshape(-1, width))


def test_the_sum_is_that_of_x(trial: Trial) -> None:
    x, _ = trial.inputs
    trial.require(
        torch.allclose(trial.answer.double().sum(), x.double().sum(), atol=1e-4),
        "A border of zeros adds nothing: the sum of all numbers should stay the same.",
    )
