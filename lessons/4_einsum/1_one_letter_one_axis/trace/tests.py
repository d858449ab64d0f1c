"""The numbers where row and column are the same, added one by one."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"n": 6}, {"n": 1}, {"n": 0}),
    example={"n": 3},
    required={"einsum": "Here the point is to say it with `einsum`: name the axes, and what is to be added up."},
    loops=False,
)


def test_the_diagonal_is_added_up(trial: Trial) -> None:
    (m,) = trial.inputs
    total = torch.zeros(())
    for place in range(len(m)):
        total = total + m[place, place]
    trial.expect(total)
