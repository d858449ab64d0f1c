"""Another name for an axis."""

from __future__ import annotations

import pytest

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Position
from shapecoach.analysis.source import Source
from shapecoach.axes.reading import read_axes
from shapecoach.axes.renaming import RenameRefusedError, renamed

from .long_file import LONG_FILE

IMPORTS = (
    "import torch\nfrom einops import rearrange, parse_shape\nfrom jaxtyping import Float\nfrom torch import Tensor\n"
)


def rename(text: str, old: str, new: str, which: int = 0) -> str:
    """The text after its axis `old` (the occurrence `which` of that name) got another name."""
    found = [one for one in read_axes(text).occurrences if one.name == old][which]
    edited = applied(Source(text), renamed(text, found.range.start, new))
    assert edited is not None
    return edited


@pytest.mark.parametrize("which", [0, 10, 11, 18, 20, 31])
def test_renamed_and_back_gives_the_same_text(which: int) -> None:
    once = rename(LONG_FILE, "seq", "position", which)
    assert once != LONG_FILE
    assert rename(once, "position", "seq") == LONG_FILE


def test_only_axes_are_renamed() -> None:
    once = rename(LONG_FILE, "seq", "t")
    assert 'heads = rearrange(x, "batch t (head e) -> batch head t e", head=n_heads)' in once
    assert 'print(f"{x.shape} seq and {n_heads}")  # seq, before the heads' in once
    assert '"""Heads of each seq element, "batch seq -> seq"."""' in once
    assert once.split("def decode")[1] == LONG_FILE.split("def decode")[1]
    lengths = rename(LONG_FILE, "seq", "t", 12)
    assert 'rearrange(x, "batch (t block) d -> batch t block d", t=seq // 4)' in lengths
    assert "seq = tokens.shape[1]" in lengths


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("", "can't name an axis"),
        ("2d", "can't name an axis"),
        ("a b", "can't name an axis"),
        ("_seq", "can't name an axis"),
        ("class", "keyword"),
        ("batch", "another axis already, in line 13"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(new: str, reason: str) -> None:
    with pytest.raises(RenameRefusedError, match=reason):
        rename(LONG_FILE, "seq", new)


@pytest.mark.parametrize(
    ("text", "new", "reason"),
    [
        ('def f(x: Float[Tensor, "b s"]): return torch.einsum("bs->b", x)', "batch", "one letter"),
        ('def f(x): return rearrange(x, "(b s) -> b s", b=2)', "pattern", "another argument"),
        ('def f(x): return rearrange(x, "(b s) -> b s", **sizes)', "batch", "line 5 may be a key"),
        ('def f(x): return parse_shape(x, "b s")["b"]', "batch", "becomes a key"),
        ('def f(x: Float[Tensor, "b s"], y: Float[Tensor, f"b {n}"]): ...', "batch", "f-string"),
        ('def f(x: Float[Tensor, "b s"], y: Float[Tensor, f"{n} q"]): ...', "q", "f-string"),
        ('def f(x: Float[Tensor, "b s"], y: Other[Tensor, "b"]): ...', "batch", "f-string|isn't understood"),
        ('def f(x: Float[Tensor, "b s"]):\n    y = (rearrange(x, "b s -> s b")\n    return x', "batch", "syntax error"),
        ('class A:\n    t: Float[Tensor, "n"]\n    def f(self, x: Float[Tensor, "b"]): ...', "n", "already"),
    ],
)
def test_a_rename_that_could_break_something_is_refused(text: str, new: str, reason: str) -> None:
    with pytest.raises(RenameRefusedError, match=reason):
        rename(IMPORTS + text, "b", new)


def test_names_given_to_another_call_are_renamed_with_it() -> None:
    text = IMPORTS + 'def f(x, y): return rearrange(x, "(b s) c -> b s c", **parse_shape(y, "b s _"))'
    assert rename(text, "b", "t").endswith('rearrange(x, "(t s) c -> t s c", **parse_shape(y, "t s _"))')


def test_an_equation_takes_another_letter() -> None:
    text = IMPORTS + 'def f(x: Float[Tensor, "b s"]): return torch.einsum("bs->b", x)'
    assert rename(text, "b", "n").endswith('def f(x: Float[Tensor, "n s"]): return torch.einsum("ns->n", x)')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_wide_characters_are_no_matter(end: str) -> None:
    text = (IMPORTS + 'x = "😀"; y = rearrange(x, "b s -> s b")\n').replace("\n", end)
    places = renamed(text, Position(4, 28), "n")
    assert [edit.range for edit in places] == [((4, 28), (4, 29)), ((4, 37), (4, 38))]


def test_where_no_axis_is_nothing_is_renamed() -> None:
    assert renamed(LONG_FILE, Position(0, 3), "n") == ()
    assert renamed("", Position(7, 3), "n") == ()


def test_a_function_in_a_function_has_axes_of_its_own() -> None:
    text = IMPORTS + 'def f(x: Float[Tensor, "b s"]):\n    def g(y: Float[Tensor, "b t"]): ...\n'
    once = rename(text, "b", "batch", 1)
    assert once.endswith('def f(x: Float[Tensor, "b s"]):\n    def g(y: Float[Tensor, "batch t"]): ...\n')
    assert rename(once, "batch", "b") == text
