"""Runs the six lines, and the learner's patterns, on random tensors: at the sizes shown and at others."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import torch
from einops import einsum
from torch import Tensor

from shapecoach.lessons.judging import Trial

AXES = {"x": "i j", "y": "j k", "z": "l j", "v": "j", "u": "i", "q": "i s d", "k": "i t d"}
SIZES: tuple[Mapping[str, int], ...] = (
    {"i": 2, "j": 3, "k": 4, "l": 5, "s": 6, "d": 7, "t": 8},
    {"i": 5, "j": 2, "k": 7, "l": 3, "s": 4, "d": 3, "t": 6},
)
LINES = {
    "a": "x.T",
    "b": "x @ y",
    "c": "x @ z.T",
    "d": "y.T @ x.T",
    "e": "x.T @ u",
    "f": "q @ k.transpose(1, 2)",
}
TENSORS = {"a": "x", "b": "x y", "c": "x z", "d": "y x", "e": "x u", "f": "q k"}


einsum_of_any: Callable[..., Tensor] = einsum


def drawn(sizes: Mapping[str, int]) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return {
        name: torch.randn([sizes[axis] for axis in axes.split()], generator=generator) for name, axes in AXES.items()
    }


def has_no_spaces(pattern: str) -> bool:
    """Whether names were written together, as torch.einsum takes them: "ij,jk->ik"."""
    groups = re.split(r",|->", pattern)
    return any(len(group.strip()) > 1 for group in groups) and not any(" " in group.strip() for group in groups)


def look_at(key: str) -> Callable[[Any], str | None]:
    """Says what is wrong with a pattern for that line."""

    def told(pattern: Any) -> str | None:
        if not isinstance(pattern, str):
            return f"a pattern is a text in quotes. You say {pattern!r}."
        for sizes in SIZES:
            tensors = drawn(sizes)
            right: Tensor = eval(LINES[key], {}, dict(tensors))
            names = TENSORS[key].split()
            call = f'einsum({", ".join(names)}, "{pattern}")'
            shapes = " and ".join(f"`{name}` of shape {tuple(tensors[name].shape)}" for name in names)
            try:
                mine = einsum_of_any(*(tensors[name] for name in names), pattern)
            except Exception as error:
                spaces = " Put a space between two names: `i j`, not `ij`." if has_no_spaces(pattern) else ""
                return f"{call} doesn't run on {shapes}. {str(error).strip().splitlines()[0]}{spaces}"
            if mine.shape != right.shape:
                return f"on {shapes}, {call} has shape {tuple(mine.shape)}, and {LINES[key]} has {tuple(right.shape)}."
            if not torch.allclose(mine, right, rtol=1e-3, atol=1e-4):
                return f"on {shapes}, {call} has the shape of {LINES[key]}, {tuple(right.shape)}, but other numbers."
        return None

    return told


def test_each_pattern_does_what_its_line_does(trial: Trial) -> None:
    trial.look_at_entries({key: look_at(key) for key in LINES})
