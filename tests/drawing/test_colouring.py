"""The colours that axes have in drawings."""

from __future__ import annotations

from shapecoach.analysis.model import Analysis, Fact, Position, Range
from shapecoach.axes.colours import COLOURS, colours
from shapecoach.axes.reading import read_axes
from shapecoach.drawing.chips import colour_of
from shapecoach.drawing.colouring import colours_of_function
from shapecoach.drawing.themes import THEMES, ThemeKind

TEXT = """\
from einops import rearrange
from jaxtyping import Float
from torch import Tensor

def f(x: Float[Tensor, "batch seq"]):
    return rearrange(x, "b s -> s b")
"""
PLACE = Range(Position(4, 0), Position(4, 1))
THEME = THEMES[ThemeKind.DARK]


def analysis(*dims: str, scope: str = "f") -> Analysis:
    return Analysis(facts=(Fact("x", PLACE, scope, dims, "float"),))


def test_names_in_the_text_have_the_colours_they_have_there() -> None:
    index = read_axes(TEXT)
    found = colours_of_function(analysis("batch", "seq"), index, "f")
    assert all(found[one.name] == colour for one, colour in zip(index.occurrences, colours(index), strict=True))


def test_other_names_have_colours_of_their_own() -> None:
    found = colours_of_function(analysis("batch", "n_heads*d_head", "d_model//n_heads", "7"), read_axes(TEXT), "f")
    assert set(found) == {"batch", "seq", "b", "s", "n_heads", "d_head", "d_model//n_heads"}
    assert len(set(found.values())) == len(found)


def test_a_size_with_one_name_in_it_has_that_names_colour() -> None:
    found = colours_of_function(analysis("seq+1", "2*seq", "*more"), read_axes(TEXT), "f")
    assert "seq+1" not in found
    for label in ("seq", "seq+1", "2*seq", "(seq+1)//2"):
        assert colour_of(label, found, THEME) == THEME.axes[found["seq"]]
    assert colour_of("*more", found, THEME) == THEME.axes[found["more"]]
    assert colour_of("7", found, THEME) == colour_of("?", found, THEME) == THEME.muted


def test_names_of_other_functions_take_no_colours() -> None:
    assert "other" not in colours_of_function(analysis("other", scope="g"), read_axes(TEXT), "f")


def test_where_the_colours_run_out_a_name_that_is_shown_goes_before_one_that_is_only_written() -> None:
    shown = [f"n{number}" for number in range(COLOURS - 2)]
    found = colours_of_function(analysis("batch", "seq", *shown), read_axes(TEXT), "f")
    of_shown = [found[name] for name in ("batch", "seq", *shown)]
    assert sorted(of_shown) == list(range(COLOURS))
    more = colours_of_function(analysis("batch", "seq", *shown, "one_more"), read_axes(TEXT), "f")
    assert "one_more" not in more
