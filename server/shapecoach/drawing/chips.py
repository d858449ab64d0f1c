"""A tensor as a row of chips, one for each axis; an axis that was merged is a frame around its pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shapecoach.drawing.svg import element, escaped, width_of
from shapecoach.drawing.themes import Theme
from shapecoach.flow.moves import Piece, Strip

SIZE = 12.0
HEIGHT = 24.0
_SIDE = 8.0  # left and right of a label
_BETWEEN = 8.0  # axes
_WITHIN = 3.0  # a frame, and between its pieces

_NAME = re.compile(r"[A-Za-z_]\w*")

Colours = Mapping[str, int]
"""The number of each name's colour."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One piece at its place."""

    piece: Piece
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Row:
    """The chips of a tensor from left to right, and the frames around those that are one axis."""

    chips: tuple[Chip, ...]
    frames: tuple[tuple[float, float], ...]  # x and width
    width: float


def row_of(strip: Strip, x: float) -> Row:
    """Where the chips of a tensor stand, beginning at `x`."""
    chips: list[Chip] = []
    frames: list[tuple[float, float]] = []
    at = x
    for axis in strip.axes:
        start, is_framed = at, len(axis.pieces) > 1
        at += _WITHIN if is_framed else 0
        for piece in axis.pieces:
            chips.append(Chip(piece, at, width_of(piece.label, SIZE) + 2 * _SIDE))
            at += chips[-1].width + _WITHIN
        at -= 0 if is_framed else _WITHIN
        if is_framed:
            frames.append((start, at - start))
        at += _BETWEEN
    return Row(tuple(chips), tuple(frames), max(at - _BETWEEN - x, 0))


def width_of_row(strip: Strip) -> float:
    return row_of(strip, 0).width


def drawn(row: Row, y: float, colours: Colours, theme: Theme, new: frozenset[str] = frozenset()) -> Iterator[str]:
    """A row of chips; those of `new` keys have dashed outlines."""
    for x, width in row.frames:
        yield element(
            "rect", x=x, y=y - _WITHIN, width=width, height=HEIGHT + 2 * _WITHIN, rx=7, fill="none", stroke=theme.muted
        )
    for chip in row.chips:
        colour = colour_of(chip.piece.label, colours, theme)
        is_new = bool(new & set(chip.piece.keys))
        yield element(
            "rect", x=chip.x, y=y, width=chip.width, height=HEIGHT, rx=5, fill=colour, fill_opacity=str(theme.fill),
            stroke=colour, stroke_width=1.3, stroke_dasharray="4 3" if is_new or chip.piece.label == "1" else None,
        )  # fmt: skip
        ink = theme.text if colour == theme.muted else colour
        yield written(chip.piece.label, chip.middle, y + HEIGHT / 2 + 4, ink, size=SIZE)


def written(text: str, x: float, y: float, colour: str, size: float = SIZE, anchor: str | None = "middle") -> str:
    return element("text", escaped(text), x=x, y=y, fill=colour, font_size=size, text_anchor=anchor)


def colour_of(label: str, colours: Colours, theme: Theme) -> str:
    """The colour of an axis: its name's, or that of the only name in it, as in `seq+1`."""
    names = set(_NAME.findall(label))
    return theme.of(colours.get(label, colours.get(names.pop()) if len(names) == 1 else None))
