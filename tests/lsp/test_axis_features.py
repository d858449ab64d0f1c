"""Completion, hover and signature help on axis names; without a server."""

from __future__ import annotations

import time
from typing import Any

import pytest
from lsprotocol import types

from shapecoach.analysis.model import Analysis, AxisOrigin, Fact, Position, Range
from shapecoach.axes.cursor import scope_at
from shapecoach.axes.reading import read_axes
from shapecoach.lsp.features.axis_hover import axis_hover
from shapecoach.lsp.features.completion import completion
from shapecoach.lsp.features.linked_editing import linked_ranges
from shapecoach.lsp.features.signature_help import signature_help
from shapecoach.lsp.features.tensors_at_hand import as_pattern

HEAD = """\
import torch
from einops import rearrange, reduce, repeat, einsum
from einops.layers.torch import Rearrange
from jaxtyping import Float
from torch import Tensor


class Block:
    def forward(self, x: Float[Tensor, "batch seq d_model"], q: Tensor):
"""
KNOWN = Analysis(
    facts=(
        Fact("q", Range(Position(8, 62), Position(8, 63)), "Block.forward", ("batch", "n_heads*d_head", "1"), "float"),
        Fact("q", Range(Position(90, 0), Position(90, 1)), "Block.forward", ("late",), "float"),
        Fact("q", Range(Position(1, 0), Position(1, 1)), "other", ("foreign",), "float"),
    )
)


def at_caret(line: str, head: str = HEAD, after: str = "") -> tuple[str, types.Position]:
    """A text that ends in this line of `forward`, and the place of its `|`."""
    before, _, behind = line.partition("|")
    text = head + "        " + before + behind + after
    return text, types.Position(head.count("\n"), 8 + len(before))


def offered(line: str, **more: str) -> list[str]:
    text, position = at_caret(line, **more)
    return [item.text_edit.new_text for item in completed(text, position)]


def completed(text: str, position: types.Position) -> list[Any]:
    return [*completion(text, position, read_axes(text), KNOWN)]


def signed(text: str, position: types.Position) -> Any:
    return signature_help(text, position, read_axes(text), KNOWN)


def hovered(text: str, facts: tuple[Fact, ...], line: int, character: int) -> Any:
    return axis_hover(read_axes(text), Analysis(facts=facts), "file:///a.py", Position(line, character))


CLOSED = ['")', ""]  # what the editor closes by itself, or doesn't


@pytest.mark.parametrize("rest", CLOSED)
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ('y = rearrange(x, "', ["batch seq d_model -> ", "batch", "seq", "d_model"]),
        ('y = rearrange(x, "ba', ["batch", "seq", "d_model"]),
        ('y = rearrange(x, "batch (', ["seq", "d_model"]),
        ('y = rearrange(x, "batch s d -> ', ["batch", "s", "d", "seq", "d_model"]),
        ('y = rearrange(x, "batch s d -> d b', ["batch", "s", "seq", "d_model"]),
        ('y = rearrange(q, "', ["batch (n_heads d_head) 1 -> ", "batch", "n_heads", "d_head", "seq", "d_model"]),
        ("y = rearrange(q, '", ["batch (n_heads d_head) 1 -> ", "batch", "n_heads", "d_head", "seq", "d_model"]),
        ('y = einsum(x, q, "', ["batch seq d_model, batch (n_heads d_head) 1 -> ", "batch", "seq", "d_model"]),
        ('y = einsum(x, q, "batch seq d_model, ', ["batch (n_heads d_head) 1 -> ", "batch", "n_heads"]),
        ('y = rearrange(unknown(x), "', ["batch", "seq", "d_model"]),
        ('y: Float[Tensor, "', ["batch", "seq", "d_model"]),
        ('y: Float[Tensor, "batch ', ["seq", "d_model"]),
        ('layer = Rearrange("', ["batch", "seq", "d_model"]),
    ],
)
def test_names_that_fit_are_offered_in_strings_of_axes(typed: str, names: list[str], rest: str) -> None:
    assert offered(typed + "|" + rest)[: len(names)] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('rearrange(x, "b (h w) d -> b h w d", |)', ["h=", "w="]),
        ('rearrange(x, "b (h w) d -> b h w d", h=2, |', ["w="]),
        ('rearrange(x, "b (h w) d -> b h w d", h|', ["h=", "w="]),
        ('repeat(x, "b d -> b n d", |)', ["n="]),
        ('Rearrange("(h w) -> h w", |)', ["h=", "w="]),
        ('reduce(x, "b s d -> b d", |)', [f'"{name}"' for name in "mean sum max min prod any all".split()]),
        ('reduce(x, "b s d -> b d", "|")', "mean sum max min prod any all".split()),
        ('reduce(x, "b s d -> b d", reduction="|', "mean sum max min prod any all".split()),
        ('reduce(x, "b (h w) -> b h", "mean", |)', ["h=", "w="]),
    ],
)
def test_lengths_and_reductions_behind_the_pattern(line: str, names: list[str]) -> None:
    assert offered(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "|",
        "x.|",
        '"|"',
        'print("|")',
        'rearrange(|x, "b -> b")',
        "rearrange(x, |",
        'rearrange(x, f"|")',
        'rearrange(x, "a -> a")  # "|',
        'rearrange(x, "(h w) -> h w", h=|)',
        'rearrange(x, "(h w) -> h w", h=n.|)',
        'torch.einsum("|")',
        'other.rearrange(x, "|")',
        'y: Float[Tensor, "{|"]',
        'y: Literal["|"]',
        'z = {"|": 1}',
        'rearrange(x, "a -> a")["|"]',
    ],
)
def test_nothing_is_offered_anywhere_else(line: str) -> None:
    assert offered(line) == []


def test_what_was_typed_is_replaced() -> None:
    text, position = at_caret('y = rearrange(x, "batch d_|")')
    items = completed(text, position)
    assert items[0].text_edit.range == types.Range(types.Position(9, 32), types.Position(9, 34))


def test_an_open_bracket_above_is_no_matter() -> None:
    above = HEAD.replace("class Block", "broken = (1, 'a\n\n\nclass Block")
    assert offered('y = rearrange(x, "|")', head=above)[0] == "batch seq d_model -> "


def test_the_function_of_a_line() -> None:
    lines = (
        HEAD
        + "        y = 1\n\n    def other(\n        self,\n    ): ...\n\ndef f():\n    def g():\n        pass\nx = 1\n"
    ).split("\n")
    scopes = [scope_at(lines, number) for number in (8, 9, 10, 11, 12, 15, 17, 18)]
    assert scopes == ["Block.forward"] * 3 + ["Block.other"] * 2 + ["f", "f.g", "<module>"]


@pytest.mark.parametrize(
    ("dims", "pattern"),
    [(("a", "b*c", "3"), ""), (("a", "b+1"), ""), (("*a", "b"), "... b"), (("?",), ""), ((), ""), (("...", "*a"), "")],
)
def test_axes_as_a_pattern(dims: tuple[str, ...], pattern: str) -> None:
    assert as_pattern(dims) == pattern


@pytest.mark.parametrize("rest", CLOSED)
@pytest.mark.parametrize(
    ("typed", "label", "marked"),
    [
        ('rearrange(x, "', "x: batch seq d_model", "batch"),
        ('rearrange(x, "b', "x: batch seq d_model", "batch"),
        ('rearrange(x, "b ', "x: batch seq d_model", "seq"),
        ('rearrange(x, "b (h w', "x: batch seq d_model", "seq"),
        ('rearrange(x, "b (h w) ', "x: batch seq d_model", "d_model"),
        ('rearrange(x, "b s d e', "x: batch seq d_model", None),
        ('einsum(x, q, "b s d, b ', "q: batch n_heads*d_head 1", "n_heads*d_head"),
    ],
)
def test_the_axes_of_the_tensor_while_its_pattern_is_typed(
    typed: str, label: str, marked: str | None, rest: str
) -> None:
    text, position = at_caret(typed + "|" + rest)
    shown = signed(text, position)
    (signature,) = shown.signatures
    assert signature.label == label
    places = [label[slice(*parameter.label)] for parameter in signature.parameters]
    assert [*places, None][shown.active_parameter] == marked


@pytest.mark.parametrize("line", ['rearrange(x, "a -> |")', 'rearrange(y, "|")', 'print(x, "|")', "rearrange(|x)"])
def test_no_signature_elsewhere(line: str) -> None:
    text, position = at_caret(line)
    assert signed(text, position) is None


def place(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start), Position(line, end))


def test_hover_says_what_an_axis_is() -> None:
    text = HEAD + '        y = rearrange(q, "b (h e) 1 -> b h e", h=self.n)\n        return y\n'
    origin = AxisOrigin("batch", "an axis of `x`", place(8, 36, 41))
    dims = ("batch", "n_heads*d_head", "1")
    facts = (
        Fact("q", place(8, 62, 63), "Block.forward", dims, "float", origins=(origin,)),
        Fact("y", place(9, 8, 9), "Block.forward", ("batch", "n_heads", "d_head"), "float", origins=(origin,)),
        Fact("q", place(9, 22, 23), "Block.forward", dims, "float", binding=False, origins=(origin,)),
        Fact("z", place(9, 22, 23), "other", ("batch",), "float"),
    )
    shown = [hovered(text, facts, 9, at) for at in (26, 29, 3)]
    assert shown[0].contents.value == (
        "**`b`** · an axis of this pattern of `rearrange`\n\n"
        "- axis 0 of `q`\n- here it is `batch`\n- `batch`: an axis of `x` ([line 9](file:///a.py#L9))\n"
        "- carried by `q`, `y`"
    )
    assert shown[1].contents.value == (
        "**`h`** · an axis of this pattern of `rearrange`\n\n"
        "- part of axis 1 of `q`, `n_heads*d_head`\n- its length: `self.n`"
    )
    assert shown[2] is None


def test_hover_on_an_annotation() -> None:
    facts = (Fact("x", place(8, 22, 23), "Block.forward", ("batch", "seq", "d_model"), "float"),)
    shown = hovered(HEAD + "        pass", facts, 8, 47)
    assert shown.contents.value == "**`seq`** · an axis of `x`\n\n- carried by `x`"


def test_each_answer_takes_less_than_20_ms() -> None:
    from test_axes import LONG_FILE

    text, position = at_caret('y = rearrange(x, "|")', head=LONG_FILE)
    index = read_axes(text)
    for ask in (lambda: completion(text, position, index, KNOWN), lambda: signature_help(text, position, index, KNOWN)):
        seconds: list[float] = []
        for _ in range(8):
            start = time.process_time()
            ask()
            seconds.append(time.process_time() - start)
        assert min(seconds) < 0.02


@pytest.mark.parametrize(
    "line",
    [
        'y = rearrange(x, "⟦b|⟧ s (h e) -> s ⟦b⟧ (e h)", h=2)',
        'y = rearrange(x, "b s (⟦h⟧ e) -> s b (e ⟦h⟧)", |⟦h⟧=2)',
        'y = rearrange(x, "⟦batch⟧ s d -> s ⟦b|atch⟧ d")',
        'y = rearrange(rearrange(x, "a b -> b a"), "⟦a⟧ b -> b |⟦a⟧")',
        'y: Float[Tensor, "⟦b|⟧ s"] = rearrange(x, "⟦b⟧ s -> s ⟦b⟧"); z: Float[Tensor, "2*⟦b⟧"]; "b"  # b',
        # nothing to link
        'y = rearrange(x, "b| s -> s")',
        'y = torch.einsum("b|s->b", x)',
        'y: Float[Tensor, "b| s"] = torch.einsum("bs->b", x)',
        'y = rearrange(x, "b| s -> s b"), rearrange(x, f"{n} b -> b {n}")',
        "y = b|",
    ],
)
def test_the_places_that_are_typed_in_together(line: str) -> None:
    text, position = at_caret(line.replace("⟦", "").replace("⟧", ""))
    linked = linked_ranges(read_axes(text), Position(position.line, position.character))
    shown = text.split("\n")[position.line]
    for place in reversed(linked.ranges if linked else []):
        start, end = place.start.character, place.end.character
        assert place.start.line == place.end.line == position.line
        shown = f"{shown[:start]}⟦{shown[start:end]}⟧{shown[end:]}"
    assert shown.strip() == line.replace("|", "")


def test_what_is_typed_in_the_signature_is_typed_in_the_function() -> None:
    text, _ = at_caret('y = rearrange(x, "batch s d -> s batch d")|')
    linked = linked_ranges(read_axes(text), Position(8, HEAD.split("\n")[8].index("batch")))
    assert linked is not None
    assert [place.start.line for place in linked.ranges] == [8, 9, 9]


def test_a_new_string_is_offered_the_names_of_the_function_and_then_those_of_the_file() -> None:
    head = HEAD + '        pass\n\ndef other(x: Float[Tensor, "seq k"]): ...\n\n\n'
    line = 'def g(y: Float[Tensor, "n"], z: Float[Tensor, "|"]): ...'
    before, _, behind = line.partition("|")
    text = head + before + behind
    items = completed(text, types.Position(head.count("\n"), len(before)))
    assert [(item.label, item.detail) for item in items] == [
        ("n", "an axis of `g`"),
        *((name, "an axis in this file") for name in ("seq", "batch", "d_model", "k")),
    ]
