"""A drawing of one operation: its tensors as rows of axes, and where each axis goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapecoach.drawing.chips import HEIGHT, Chip, Colours, Row, colour_of, drawn, row_of, width_of_row, written
from shapecoach.drawing.svg import element, picture, width_of
from shapecoach.drawing.themes import Theme
from shapecoach.flow.moves import Move, Strip

_MARGIN = 6.0
_BETWEEN_TENSORS = 30.0
_FALL = 38.0  # between the rows
_NAME = 11.0
_DEEPEST = 21.0


def draw_strip(strip: Strip, colours: Colours, theme: Theme, title: str) -> str:
    """A tensor by itself."""
    row = row_of(strip, _MARGIN)
    return picture(row.width + 2 * _MARGIN, HEIGHT + 2 * _MARGIN, title, drawn(row, _MARGIN, colours, theme))


def draw_move(move: Move, colours: Colours, theme: Theme, title: str) -> str:
    """An operation: what goes in above, what comes out below, a line from each axis to what becomes of it."""
    above = sum(map(_width, move.operands)) + _BETWEEN_TENSORS * (len(move.operands) - 1)
    below = width_of_row(move.result)
    left = _MARGIN + max(0.0, (below - above) / 2)
    named = any(one.name for one in move.operands)
    top = _MARGIN + (_NAME + 6 if named else 3)
    bottom = top + HEIGHT + _FALL
    rows: list[Row] = []
    parts: list[str] = []
    for one in move.operands:
        row = row_of(one, left + (_width(one) - width_of_row(one)) / 2)
        rows.append(row)
        if one.name:
            parts.append(written(one.name, left + _width(one) / 2, top - 8, theme.muted, _NAME))
        left += _width(one) + _BETWEEN_TENSORS
    result = row_of(move.result, _MARGIN + max(0.0, (above - below) / 2))
    width = max(above, below) + 2 * _MARGIN
    parts += _lines(move, rows, result, top + HEIGHT, bottom, colours, theme)
    for row in rows:
        parts += drawn(row, top, colours, theme)
    parts += drawn(result, bottom, colours, theme, frozenset(move.new))
    return picture(width, bottom + HEIGHT + _MARGIN, title, parts)


def _width(strip: Strip) -> float:
    return max(width_of_row(strip), width_of(strip.name, _NAME))


def _lines(move: Move, rows: Sequence[Row], result: Row, top: float, bottom: float, colours: Colours,
           theme: Theme) -> Iterator[str]:  # fmt: skip
    """Where each axis goes: to the result, or into a sum."""
    for row in rows:
        for chip in row.chips:
            for key in chip.piece.keys:
                for target in result.chips:
                    if key in target.piece.keys:
                        yield _curve(chip, target, top, bottom, colours, theme)
    for number, key in enumerate(move.summed):
        chips = [chip for row in rows for chip in row.chips if key in chip.piece.keys]
        yield from _sum(chips, move.sign, top, number, colours, theme)


def _curve(chip: Chip, target: Chip, top: float, bottom: float, colours: Colours, theme: Theme) -> str:
    labels = chip.piece.label, target.piece.label
    is_same = labels[0] == labels[1] or len(chip.piece.keys) > 1 or len(target.piece.keys) > 1
    colour = colour_of(labels[1] if labels[1] != "1" else labels[0], colours, theme)
    middle = (top + bottom) / 2
    return element(
        "path",
        d=f"M{chip.middle:.1f} {top:.1f}C{chip.middle:.1f} {middle:.1f} {target.middle:.1f} {middle:.1f} "
        f"{target.middle:.1f} {bottom:.1f}",
        fill="none",
        stroke=colour,
        stroke_width=1.6,
        stroke_dasharray=None if is_same else "4 3",
    )


def _sum(chips: Sequence[Chip], sign: str, top: float, number: int, colours: Colours, theme: Theme) -> Iterator[str]:
    """Lines from the axes that are summed over to a sign for it."""
    label = next((chip.piece.label for chip in chips if chip.piece.label != "1"), "1")
    colour = colour_of(label, colours, theme)
    x = sum(chip.middle for chip in chips) / len(chips)
    y = top + _DEEPEST - 9 * (number % 2 if len(chips) > 1 else 0)
    for chip in chips:
        shape = (
            f"M{chip.middle:.1f} {top:.1f}V{y:.1f}"
            if len(chips) == 1
            else f"M{chip.middle:.1f} {top:.1f}C{chip.middle:.1f} {y:.1f} {chip.middle:.1f} {y:.1f} {x:.1f} {y:.1f}"
        )
        yield element("path", d=shape, fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray="1.5 3",
                      stroke_linecap="round")  # fmt: skip
    half = max(9.0, width_of(sign, 11) / 2 + 5)
    yield element("rect", x=x - half, y=y - 9, width=2 * half, height=18, rx=9, fill=colour)
    yield written(sign, x, y + 4, "#FFFFFF" if _is_dark(colour) else "#1A1A1A", 11)


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
