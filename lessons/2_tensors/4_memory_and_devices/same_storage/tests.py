"""Runs the thirteen lines that the learner is shown, writes into x, and looks at y."""

from typing import Any

import torch

from shapecoach.lessons.judging import Trial

LINES = {
    "a": "y = x[1]",
    "b": "y = x[:, 1:3]",
    "c": "y = x[[0, 2]]",
    "d": "y = x[x > 5]",
    "e": "y = x.T",
    "f": "y = x.reshape(4, 3)",
    "g": "y = x.T.reshape(12)",
    "h": "y = x.clone()",
    "i": "y = x.expand(2, 3, 4)",
    "j": "y = x.repeat(2, 1, 1)",
    "k": "y = x; y += 1",
    "l": "y = x; y = y + 1",
    "m": "y = x.float()",
}


def follows(line: str) -> bool:
    """Whether y changes with x after this line."""
    names: dict[str, Any] = {"torch": torch, "x": torch.arange(12.0).reshape(3, 4)}
    exec(line, names)
    names["x"].fill_(-1)
    return bool((names["y"] == -1).all())


def test_each_line_shares_memory_or_not(trial: Trial) -> None:
    trial.expect_entries({key: follows(line) for key, line in LINES.items()}, about=LINES)
