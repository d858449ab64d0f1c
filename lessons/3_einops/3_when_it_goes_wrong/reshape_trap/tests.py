"""Each head must be what `x` holds for it; also with s = h, where the shape says nothing about the order."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"s": 3, "h": 3},
        {"b": 2, "s": 2, "h": 2, "d": 2},
        {"b": 1},
        {"d": 1},
        {"s": 1},
        {"h": 1},
        {"s": 0},
    ),
    example={"b": 2, "s": 3, "h": 4, "d": 5},
)


def test_each_head_is_taken_from_every_position(trial: Trial) -> None:
    (x,) = trial.inputs
    trial.expect(torch.stack([x[:, :, head] for head in range(x.shape[2])], dim=1))
