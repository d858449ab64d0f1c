"""Where axis names stand, and which are one axis."""

from __future__ import annotations

import random
import re
import time

import pytest

from shapecoach.analysis.model import Position
from shapecoach.axes import reading
from shapecoach.axes.occurrences import Kind
from shapecoach.axes.reading import read_axes

from .long_file import LONG_FILE

IMPORTS = """\
import einops
import jaxtyping as jt
import numpy as np
import torch
from einops import rearrange, reduce, repeat, einsum, parse_shape
from einops.layers.torch import EinMix, Rearrange
from jaxtyping import Float, Int
from torch import Tensor
from typing import Literal
"""


def marked(text: str, name: str, symbol_of: int = 0) -> str:
    """The text with every place of an axis in brackets: of the axis that the occurrence `symbol_of` of `name` is of."""
    index = read_axes(IMPORTS + text)
    found = [one for one in index.occurrences if one.name == name]
    if not found:
        return text
    lines = (IMPORTS + text).split("\n")
    for place in reversed(index.of(found[symbol_of].symbol)):
        (number, start), (_, end) = place.range
        line = lines[number].encode("utf-16-le")
        assert line[2 * start : 2 * end].decode("utf-16-le") == name
        parts = line[: 2 * start], line[2 * start : 2 * end], line[2 * end :]
        lines[number] = "{}[{}]{}".format(*(part.decode("utf-16-le") for part in parts))
    return "\n".join(lines)[len(IMPORTS) :]


@pytest.mark.parametrize(
    "expected",
    [
        'def f(x: Float[Tensor, "[b] s"]) -> Float[Tensor, "[b]"]: ...',
        'def f(x: Float[Tensor, "*[b] s"], y: Int[Tensor, "#[b]"], z: Int[Tensor, "2*[b]+1 {b} {b}*[b]"]): ...',
        'def f(x: jt.Float[Tensor, "n=[b]"], y: jt.Shaped[Tensor, "_b b=3"]): ...',
        'def f(x: list[Float[Tensor, "[b]"] | None], y: Literal["b"], b: int): ...',
        "def f(x: \"Float[Tensor, '[b] s']\", y: 'list[Float[Tensor, \"[b]\"]]'): ...",
        'def f(x): return rearrange(x, "[b] (s e) -> s e [b]", e=b)',
        'def f(x): return rearrange(x, "([b] s) -> [b] s", [b]=b)',
        'def f(x): return repeat(pattern="s -> s [b]", tensor=x, [b]=2)',
        'def f(x, y): return einsum(x, y, "[b] i, [b] j -> [b] i j")',
        'def f(x, y): return torch.einsum("[b]i,[b]j->[b]ij", x, y) + np.einsum("[b]i", x)',
        'def f(x): y: Float[Tensor, "[b]"] = einops.reduce(x, "[b] s -> [b]", "mean", b=1) + 2'.replace("b=1", "s=1"),
        'class A:\n    f = Rearrange("[b] c -> ([b] c)", [b]=2)\n    g = EinMix("[b] c -> d", weight_shape="[b] d")',
        'def f(x): return rearrange(x, "[b] (h e)" " -> h [b] "  # b\n  "e", h=2)',
        'def f(x): return rearrange(x, """\n  [b] s ->\n  s [b]""")',
        'def f(x): return rearrange(x, "[b] s -> s [b]"), "b s -> s b", f"{x} b", x.rearrange("b")  # b',
        "def f(x: Float[Tensor, '😀 b']): return rearrange(x, 'é [b] -> [b] é')".replace("'😀 b'", "'é [b]'"),
    ],
)
def test_the_places_of_an_axis(expected: str) -> None:
    assert marked(expected.replace("[b]", "b"), "b") == expected


def test_functions_have_axes_of_their_own() -> None:
    text = 'def f(x: Float[Tensor, "b"]): ...\ndef g(x: Float[Tensor, "b"]):\n    def h(y: Float[Tensor, "b"]): ...'
    for number in range(3):
        assert marked(text, "b", number).count("[b]") == 1


def test_a_class_has_the_axes_of_its_annotations_and_patterns_those_of_their_method() -> None:
    text = """
class A:
    table: Float[Tensor, "[v] d"]
    def f(self, x: Float[Tensor, "b [v]"]):
        self.y: Float[Tensor, "[v]"] = rearrange(x, "b [v] -> [v] b")
    def g(self, x: Float[Tensor, "b"]): return rearrange(x, "[v] -> [v] 1")
class B(A):
    def h(self, x: Float[Tensor, "[v]"]): ...
class C:
    def h(self, x: Float[Tensor, "v"]): ...
"""
    assert marked(text.replace("[v]", "v"), "v") == text
    patterns = (
        'class A:\n    def f(self, x): return rearrange(x, "h w -> w h")\n    def g(self, x: Float[Tensor, "h"]): ...'
    )
    assert marked(patterns, "h").count("[h]") == 2


def test_an_alias_has_one_axis_wherever_it_is_spoken_of() -> None:
    text = """
Image = Float[Tensor, "c [h] w"]
Images = Float[Image, "batch"]
def f(x: Images, y: Float[Tensor, "[h]"]): ...
def g(y: Float[Tensor, "h"]): ...
"""
    assert marked(text.replace("[h]", "h"), "h") == text


@pytest.mark.parametrize(
    "text",
    [
        'def rearrange(x, p): ...\nrearrange(x, "b s -> s b")',
        'Float = dict\ndef f(x: Other[Tensor, "b"]): ...',
        'x.rearrange("b s")\nunknown(x, "b -> b")\n"b -> b"\nf"b"\n# b',
        'def f(x: Float[Tensor, f"b {n}"]): return rearrange(x, f"b {n} -> b")',
        'def f(x: Float[Tensor, "b,s"]): ...',
        'def f(x: Float[Tensor, "\\x62 b"]): ...',
    ],
)
def test_what_is_not_understood_has_no_axes(text: str) -> None:
    assert marked(text, "b") == text


@pytest.mark.parametrize("broken", ["x = (", "def", 'rearrange(x, "b', "return return", "y ="])
def test_a_broken_line_hides_no_other(broken: str) -> None:
    text = f'def f(x: Float[Tensor, "b s"]):\n    {broken}\n    return rearrange(x, "b s -> s b")\n'
    assert marked(text, "b").count("[b]") == 3


def test_every_kind_and_nothing_else_in_a_long_file() -> None:
    index = read_axes(LONG_FILE)
    lines = LONG_FILE.split("\n")
    assert len(lines) > 500
    seqs = [one for one in index.occurrences if one.name == "seq"]
    by_scope = {scope: [one for one in seqs if one.scope == scope] for scope in {one.scope for one in seqs}}
    counts = {scope: len(found) for scope, found in by_scope.items()}
    assert counts == {"encode": 11, "decode": 8, "Block": 2, "Block.forward": 4, "Block.turned": 4, "Block.cut": 3}
    assert len({one.symbol for one in seqs}) == 3
    assert {one.kind for one in seqs} == {Kind.ANNOTATION, Kind.PATTERN, Kind.LENGTH}
    for one in index.occurrences:
        start, end = one.range
        assert lines[start.line][start.character : end.character] == one.name
        assert index.at(start) == index.at(end) == one
    assert index.at(Position(0, 20)) is None


def test_a_long_file_is_read_in_20_ms() -> None:
    seconds = []
    for number in range(10):
        start = time.process_time()
        read_axes(f"{LONG_FILE}\n# {number}")
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.02


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_of_statements_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    words = sorted(set(re.findall(r"[a-z]\w+", LONG_FILE)))
    alias = '\nImage = Float[Tensor, "c h w"]\nImages = Float[Image, "batch"]\n'
    lines = [*LONG_FILE.split("\n")[:60], *alias.split("\n"), *LONG_FILE.split("\n")[60:120]]
    versions: list[str] = []
    for _ in range(40):
        number = chance.randrange(len(lines))
        changed = [
            lines[number][: chance.randrange(len(lines[number]) + 1)],
            re.sub(r"[a-z]\w+", chance.choice(words), lines[number], count=1),
            lines[number].replace("seq", "Image"),
            f"\n{lines[number]}",
        ]
        lines[number] = chance.choice(changed)
        versions.append("\n".join(lines))
    remembered = [read_axes(version) for version in versions]
    for version, index in zip(versions, remembered, strict=True):
        reading.forget_all()
        assert read_axes(version) == index


def test_however_deep_an_annotation_is() -> None:
    deep = "Optional[" * 150 + 'Float[Tensor, "b s"]' + "]" * 150
    assert [one.name for one in read_axes(f"from jaxtyping import Float\ndef f(x: {deep}): ...\n").occurrences] == [
        "b",
        "s",
    ]
    wide = " | ".join(["int"] * 5000)
    assert not read_axes(f"def f(x: {wide}): ...\n").occurrences
