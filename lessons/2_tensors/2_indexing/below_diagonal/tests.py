"""Cell by cell; and as a map it moves everything on by one place."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"n": 1}, {"n": 0}, {"n": 4}),
    example={"n": 3},
)


def test_v_stands_below_the_diagonal(trial: Trial) -> None:
    (v,) = trial.inputs
    size = len(v) + 1
    rows = [[float(v[row - 1]) if row == column + 1 else 0.0 for column in range(size)] for row in range(size)]
    trial.expect(torch.tensor(rows))


def test_it_moves_things_on_by_one_place(trial: Trial) -> None:
    (v,) = trial.inputs
    moved = trial.answer.double() @ torch.ones(len(v) + 1, dtype=torch.double)
    trial.require(
        torch.allclose(moved[1:], v.double()),
        "The sum of row r + 1 should be `v[r]`.",
    )
