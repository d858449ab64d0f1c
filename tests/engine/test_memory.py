"""What is remembered changes nothing but the time: after any edits, a file gives what it gives to a new process."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from shapecoach.analysis import memory, module
from shapecoach.analysis.model import Analysis
from shapecoach.analysis.module import analyse

GPT2 = (Path(__file__).parent.parent / "data" / "gpt2.py").read_text()
HEADER = """\
from collections.abc import Callable
import torch
from torch import Tensor, nn
from jaxtyping import Float

kept = [torch.zeros(2, 3), torch.zeros(2, 3)]


class Layer(nn.Module):
    def __init__(self, d_in: int, d_out: int):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(d_in, d_out))
        self.scale = torch.zeros(4)

    def forward(self, x: Float[Tensor, "batch d_in"]) -> Float[Tensor, "batch d_out"]:
        y = x @ self.weight
        return y

    def scaled(self, x: Float[Tensor, "batch 5"]) -> Float[Tensor, "batch 5"]:
        z = x * self.scale
        return x


def first(x: Float[Tensor, "2 4"]) -> Float[Tensor, "2 3"]:
    a = kept[0]
    return a


def other(x: Float[Tensor, "2 4"]) -> Float[Tensor, "2 4"]:
    b = x
    return b


def loose(x):
    return other(x)


def noted(function: Callable) -> Callable:
    def wrapper(*args):
        return function(*args)
    return wrapper


@noted
def third(x: Float[Tensor, "2 6"]) -> Float[Tensor, "2 6"]:
    return x


def fourth(x: Float[Tensor, "2 6"]) -> Float[Tensor, "2 6"]:
    c = third(x)
    return c
"""


def afresh(text: str) -> Analysis:
    """What a process says that has seen no other file."""
    memory.forget_all()
    return analyse(text)


@pytest.mark.parametrize(
    "old, new",
    [
        ("    y = x @ self.weight\n", "    y = x @ self.weight\n        self.scale = torch.zeros(5)\n"),
        ("    b = x\n", "    b = x\n    kept.append(x)\n"),
        ("    b = x\n", "    b = x\n    global kept\n    kept = None\n"),
        ("    b = x\n", "    b = x\n    def inner():\n        kept.clear()\n"),
        ("    b = x\n", "\n    b = x\n"),
        ("    b = x\n", "    b = x + torch.zeros(3)\n"),
        ('"2 4"]) -> Float[Tensor, "2 4"]', '"2 5"]) -> Float[Tensor, "2 5"]'),
        ("torch.zeros(2, 3), torch", "torch.zeros(2, 7), torch"),
        ("self.scale = torch.zeros(4)", "self.scale = torch.zeros(5)"),
        ("        super().__init__()\n", "\n        super().__init__()\n"),
        ("    a = kept[0]\n", "    a = kept[0\n"),
        ("def other(", "def  first("),
        ("        return function(*args)\n", "        return function(*args).T\n"),
        ("    return wrapper\n", "    return function\n"),
    ],
)
def test_an_edit_and_its_undoing(old: str, new: str) -> None:
    assert HEADER.count(old) == 1
    edited = HEADER.replace(old, new)
    before, after = afresh(HEADER), afresh(edited)
    memory.forget_all()
    assert [analyse(text) for text in (HEADER, edited, HEADER, edited)] == [before, after, before, after]


@pytest.mark.parametrize("before", ["class ", "    def __init__", "        super().__init__()"])
def test_lines_that_only_move_are_not_walked_again(monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    moved = HEADER.replace(before, f"\n{before}")
    memory.forget_all()
    analyse(HEADER)
    walked: list[str] = []
    walk_definition = module.walk_definition

    def counting(walk, function, instance):
        walked.append(function.qualname)
        walk_definition(walk, function, instance)

    monkeypatch.setattr(module, "walk_definition", counting)
    remembered = analyse(moved)
    assert walked == ["loose", "noted"]  # whose shapes come from their calls
    assert remembered == afresh(moved)


@pytest.mark.parametrize("seed", range(4))
def test_many_edits_of_a_whole_file(seed: int) -> None:
    chance = random.Random(seed)
    lines = GPT2.split("\n")
    versions: list[str] = []
    for _ in range(12):
        edited = list(lines if chance.random() < 0.5 else versions[-1].split("\n") if versions else lines)
        number = chance.randrange(len(edited))
        match chance.randrange(5):
            case 0:
                edited.insert(number, "")
            case 1:
                del edited[number]
            case 2:
                edited[number] = edited[number][: chance.randrange(len(edited[number]) + 1)]
            case 3:
                edited[number] = re.sub(r"\b1\b", "2", edited[number])
            case _:
                edited[number] = edited[number].replace("d_model", "d_head", 1)
        versions.append("\n".join(edited))
    remembered = [analyse(version) for version in versions]
    for version, analysis in zip(versions, remembered, strict=True):
        assert afresh(version) == analysis
