"""Runs the ten lines that the learner is shown."""

import torch

from shapecoach.lessons.judging import Trial

LINES = {
    "a": "torch.zeros(3, 4).sum(dim=1)",
    "b": "torch.zeros(3, 4).sum(dim=1, keepdim=True)",
    "c": "torch.zeros(3, 4).sum()",
    "d": "torch.zeros(3, 4)[0]",
    "e": "torch.zeros(3, 4)[0:1]",
    "f": "torch.zeros(3, 4) + torch.zeros(4)",
    "g": "torch.zeros(3, 1) + torch.zeros(4)",
    "h": "torch.zeros(4) - torch.zeros(4, 1)",
    "i": "torch.zeros(2, 3) @ torch.zeros(3, 5)",
    "j": "torch.zeros(4, 4) @ torch.zeros(4)",
}


def test_each_line_has_the_shape_you_said(trial: Trial) -> None:
    shapes = {key: tuple(eval(line, {"torch": torch}).shape) for key, line in LINES.items()}
    trial.expect_entries(shapes, about=LINES)
