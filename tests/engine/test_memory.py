"""What is remembered changes nothing but the time: after any edits, a file gives what it gives to a new process."""

from __future__ import annotations

import gc
import random
import re
from pathlib import Path

import pytest

from shapecoach.analysis import budget, memory, module
from shapecoach.analysis.model import Analysis
from shapecoach.analysis.module import analyse
from shapecoach.analysis.source import Source
from shapecoach.analysis.workspace import Workspace
from shapecoach.probe.searches import Searches, charged_to

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


RELATED = (
    HEADER
    + """

LIMIT = 4
pair = (LIMIT, 5)
Image = Float[Tensor, "channels 6"]
made = Layer(3, LIMIT)


class Deeper(Layer):
    width = LIMIT

    def twice(self, x: Image, y: "Float[Tensor, 'batch d_in']") -> Float[Tensor, "channels 6"]:
        a = self.scale
        b = torch.zeros(self.width)
        self.kept = b
        return x + torch.zeros(LIMIT + 2)


class Apart:
    def __init__(self, size: int):
        self.size = size
        self.held = torch.zeros(pair[1], size)

    def forward(self, x: Float[Tensor, "size 6"]) -> Float[Tensor, "5 6"]:
        y = self.held @ x
        return y

    def other(self) -> Float[Tensor, "5 size"]:
        return self.held


def lengthened(x: Image) -> Float[Tensor, "channels 7"]:
    kept.append(x)
    z = torch.cat([x, x[:, :1]], dim=1)
    return z


def through(x: Float[Tensor, "9 6"], deep: Deeper, apart: Apart) -> Float[Tensor, "9 7"]:
    y = deep.twice(x, x)
    z = apart.other()
    w = deep.scale + made.scale
    return lengthened(y)
"""
)


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


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("def twice(self, x", "def twice(self, more: int, x", {"Deeper.twice", "through"}),
        ("self.held = torch", "self.there = torch", {"Apart.forward", "Apart.other", "through"}),
        ("def other(self)", "def others(self)", {"Apart.forward", "Apart.others", "through"}),
        ("def lengthened(x", "def lengthened(more: int, x", {"lengthened", "through"}),
        ('"channels 6"]\nmade', '"channels 8"]\nmade', {"Deeper.twice", "lengthened", "through"}),
        ("    b = x\n", "    b = x * 2\n", {"other"}),
    ],
)
def test_a_signature_is_felt_by_those_that_hang_on_it(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, again: set[str]
) -> None:
    assert RELATED.count(old) == 1
    memory.forget_all()
    analyse(RELATED)
    walked: set[str] = set()
    walk_definition = module.walk_definition

    def counting(walk, function, instance, run_length=None):
        walked.add(function.qualname)
        return walk_definition(walk, function, instance, run_length)

    monkeypatch.setattr(module, "walk_definition", counting)
    remembered = analyse(RELATED.replace(old, new))
    assert walked - {"loose", "noted"} == again
    assert remembered == afresh(RELATED.replace(old, new))


@pytest.mark.parametrize(
    ("before", "again"),
    [
        ("class ", []),
        ("    def __init__", []),
        ("        super().__init__()", []),
        ("        return y", ["Layer.forward"]),
    ],
)
def test_lines_that_only_move_are_not_walked_again(
    monkeypatch: pytest.MonkeyPatch, before: str, again: list[str]
) -> None:
    moved = HEADER.replace(before, f"\n{before}")
    memory.forget_all()
    analyse(HEADER)
    walked: list[str] = []
    walk_definition = module.walk_definition

    def counting(walk, function, instance, run_length=None):
        walked.append(function.qualname)
        return walk_definition(walk, function, instance, run_length)

    monkeypatch.setattr(module, "walk_definition", counting)
    remembered = analyse(moved)
    assert walked == again
    assert remembered == afresh(moved)


def test_a_line_more_in_a_string_is_another_string() -> None:
    text = "import einops\n" + HEADER + 'turned = einops.rearrange(torch.zeros(2, 3), """b d\n\n-> d q""")\n'
    versions = [text, text.replace("b d\n", "b d\n\n\n"), f"\n{text}", text]
    memory.forget_all()
    remembered = [analyse(version) for version in versions]
    assert all("einops-pattern" in {finding.rule for finding in analysis.findings} for analysis in remembered)
    for version, analysis in zip(versions, remembered, strict=True):
        assert afresh(version) == analysis


@pytest.mark.parametrize(("seed", "text"), [*((seed, GPT2) for seed in range(4)), *((s, RELATED) for s in range(12))])
def test_many_edits_of_a_whole_file(seed: int, text: str) -> None:
    chance = random.Random(seed)
    lines = text.split("\n")
    versions: list[str] = []
    for _ in range(12):
        edited = list(lines if chance.random() < 0.5 else versions[-1].split("\n") if versions else lines)
        number = chance.randrange(len(edited))
        words = re.findall(r"[A-Za-z]\w+", text)
        match chance.randrange(6):
            case 0:
                edited.insert(number, "")
            case 1:
                del edited[number]
            case 2:
                edited[number] = edited[number][: chance.randrange(len(edited[number]) + 1)]
            case 3:
                edited[number] = re.sub(r"\b[1-9]\b", "2", edited[number])
            case 4:
                edited[number] = re.sub(r"[A-Za-z]\w+", chance.choice(words), edited[number], count=1)
            case _:
                edited[number] = edited[number].replace("d_model", "d_head", 1)
        versions.append("\n".join(edited))
    remembered = [analyse(version) for version in versions]
    for version, analysis in zip(versions, remembered, strict=True):
        assert afresh(version) == analysis


def test_what_was_searched_is_counted_whether_it_is_remembered_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = "def f{0}(x: Float[Tensor, 'b s']) -> None:\n    y = x[x > {0}].view({0}, 3) @ torch.ones({0}, 5)\n"
    ahead = "import torch\nfrom torch import Tensor\nfrom jaxtyping import Float\n"
    functions = "".join(map(refused.format, range(4, 16)))
    searches = Searches()
    with charged_to(searches):
        everything = afresh(ahead + functions).findings
    monkeypatch.setattr(budget, "MOST_CALLS", searches.calls // 2)
    some = afresh(ahead + functions)
    assert 0 < len(some.findings) < len(everything)
    assert some.findings == everything[: len(some.findings)]
    assert analyse(ahead + functions) == some
    moved = afresh(ahead + "\n" + functions)
    assert len(moved.findings) == len(some.findings)
    afresh(ahead + functions)
    assert analyse(ahead + "\n" + functions) == moved


def test_the_trees_of_a_large_package_are_not_all_kept(tmp_path: Path) -> None:
    header = "from torch import Tensor\nfrom jaxtyping import Float\n"
    for number in range(500):
        held = header + f"def held{number}(x: Float[Tensor, 'b']) -> Float[Tensor, 'b']:\n    return x\n"
        user = f"{header}from held{number} import held{number} as g\ndef f(x: Float[Tensor, 'b']) -> None:\n    g(x)\n"
        (tmp_path / f"held{number}.py").write_text(held)
        assert analyse(user, str(tmp_path / f"user{number}.py"), Workspace((tmp_path,))).dependencies
    gc.collect()
    sources = sum(type(held) is Source for held in gc.get_objects())
    assert sources < 450, sources
