"""Block i of the columns must be head i."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=({"h": 1}, {"d": 1}, {"b": 1, "s": 1}, {"h": 4, "s": 4, "d": 4}),
    example={"b": 2, "h": 4, "s": 3, "d": 5},
)


def test_heads_stand_side_by_side(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.cat([x[:, head] for head in range(x.shape[1])], dim=-1))
