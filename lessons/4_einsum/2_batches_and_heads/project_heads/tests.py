"""Head by head, position by position; h * d_head is not d_model, save where it is on purpose."""

import torch

from shapecoach.lessons.judging import Question, Trial

question = Question(
    edges=(
        {"b": 3, "s": 3, "d_model": 3, "h": 3, "d_head": 3},
        {"d_model": 6, "h": 2, "d_head": 3},
        {"h": 1},
        {"d_head": 1},
        {"b": 1, "s": 1},
        {"d_model": 1},
    ),
    example={"b": 2, "s": 3, "d_model": 7, "h": 4, "d_head": 5},
    required={"einsum": "Here the point is to say it with one `einsum`: all heads of all positions at once."},
    loops=False,
)


def test_each_head_looks_at_each_position(trial: Trial) -> None:
    x, w = trial.inputs
    wanted = torch.zeros(*x.shape[:2], w.shape[0], w.shape[2])
    for head, weights in enumerate(w):
        for number in range(w.shape[2]):
            wanted[:, :, head, number] = (x * weights[:, number]).sum(dim=-1)
    trial.expect(wanted)
