"""Row by row; also with b = d, and with so many rows that a table of all pairs is noticed."""

import torch

from shapecoach.lessons.judging import Largest, Question, Trial

question = Question(
    edges=({"b": 3, "d": 3}, {"b": 1}, {"d": 1}, {"d": 0}, {"b": 0}),
    example={"b": 2, "d": 3},
    loops=False,
    largest=Largest(
        at={"b": 2000, "d": 3},
        elements="2*b*d",
        because="That is every row with every other. Only the pairs are wanted: let both rows have the same name, `b`,"
        " and no table is needed.",
    ),
)


def test_each_row_meets_its_partner(trial: Trial) -> None:
    a, c = trial.inputs
    trial.expect(torch.tensor([float(row @ partner) for row, partner in zip(a, c, strict=True)]))
