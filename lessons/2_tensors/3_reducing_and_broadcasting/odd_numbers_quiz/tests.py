"""Runs the twelve lines that the learner is shown."""

import torch

from shapecoach.lessons.judging import Trial

LINES = {
    "a": "nan == nan",
    "b": "inf > nan",
    "c": "(inf - inf).isnan()",
    "d": "torch.tensor([1.0, nan, 3.0]).max() == 3",
    "e": "torch.tensor(1.0) / 0 == inf",
    "f": "torch.tensor(-1.0).sqrt().isnan()",
    "g": "0.1 + 0.2 == 0.3",
    "h": "torch.tensor(2.0**24) + 1 == 2.0**24",
    "i": "(torch.tensor(6) / 3).dtype == torch.float32",
    "j": "torch.tensor(-7) // 2 == -4",
    "k": "(torch.tensor(200, dtype=torch.uint8) + 100).item() == 300",
    "l": "sum(range(5), -1) == torch.arange(5).sum(-1)",
}

NAMES = {"torch": torch, "nan": torch.tensor(float("nan")), "inf": torch.tensor(float("inf"))}


def test_each_line_is_as_true_as_you_said(trial: Trial) -> None:
    truths = {key: bool(eval(line, NAMES)) for key, line in LINES.items()}
    trial.expect_entries(truths, about=LINES)
