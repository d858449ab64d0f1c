"""Every row is the one above with zeros and ones exchanged."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    ranges={"n": range(5, 12)},
    edges=({"n": 1}, {"n": 2}, {"n": 3}, {"n": 6}, {"n": 7}),
    example={"n": 4},
    loops=False,
)


def test_zero_and_one_alternate(trial: Trial) -> None:
    (n,) = trial.inputs
    rows = [[0, 1] * n, [1, 0] * n] * n
    trial.expect(torch.tensor([row[:n] for row in rows[:n]]))
