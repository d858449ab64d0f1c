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


def test_with_all_signs_turned_the_sum_is_turned(trial: Trial) -> None:
    (m,) = trial.inputs
    turned = trial.call(-m)
    trial.require(
        torch.allclose(turned, -trial.answer, rtol=1e-3, atol=1e-4),
        "With the sign of every number turned, the sign of the sum should be turned, too.",
    )
