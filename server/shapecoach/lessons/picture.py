"""A small picture of an answer against the right one: two tables in a terminal, two heat maps on a page.

It is made where the shape is right and the values are not, of the first slice that differs.  Imports no torch: the
command line and the language server show it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

Number = float | int | bool | str  # "nan", "inf" and "-inf" are strings: JSON has no others
Table = tuple[tuple[Number, ...], ...]

_WIDTH = 76  # the command line indents it
_ROWS = 6  # in a terminal
_GAP = 4
_LEGEND = "[ ] the first that differs, * the others"
_CELL = 40  # pixels
_LONG = 6  # characters, which are written smaller
_TEXT_UP_TO = 8  # columns; where there are more, a cell has a colour and no number


@dataclass(frozen=True, slots=True)
class Picture:
    """Two tables of the same size.

    `rows` and `columns` are the names of their axes, `rows` empty where there is one row only; `at` says which slice of
    the answer they are, "b=0, h=1", and is empty where they are all of it.  `start` is the place of the first row and
    column that are shown, where not all are.
    """

    wanted: Table
    yours: Table
    rows: str = ""
    columns: str = ""
    at: str = ""
    start: tuple[int, int] = (0, 0)

    def as_json(self) -> dict[str, Any]:
        return {
            "wanted": [list(row) for row in self.wanted],
            "yours": [list(row) for row in self.yours],
            "rows": self.rows,
            "columns": self.columns,
            "at": self.at,
            "start": list(self.start),
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Picture:
        """Raises KeyError or TypeError where `data` is not what `as_json` made."""
        wanted, yours = (tuple(tuple(row) for row in data[side]) for side in ("wanted", "yours"))
        row, column = data["start"]
        return Picture(wanted, yours, data["rows"], data["columns"], data["at"], (row, column))

    @property
    def differing(self) -> list[tuple[int, int]]:
        """Row and column of what differs, in order."""
        return [
            (row, column)
            for row, pair in enumerate(zip(self.wanted, self.yours, strict=True))
            for column, (right, mine) in enumerate(zip(*pair, strict=True))
            if not _alike(right, mine)
        ]

    @property
    def caption(self) -> str:
        """What the tables are, in axis names."""
        row, column = (f" from {place}" if place else "" for place in self.start)
        axes = [f"{self.rows} downwards{row}"] if self.rows else []
        told = ", ".join([*axes, f"{self.columns} across{column}"])
        return f"{self.at}: {told}" if self.at else told

    def cropped(self, rows: int, columns: int) -> Picture:
        """At most so many rows and columns, with the first that differs among them."""
        high, wide = len(self.wanted), len(self.wanted[0])
        row, column = self.differing[0] if self.differing else (0, 0)
        top, left = max(0, min(row - 1, high - rows)), max(0, min(column - 1, wide - columns))
        wanted, yours = (
            tuple(cells[left : left + columns] for cells in table[top : top + rows])
            for table in (self.wanted, self.yours)
        )
        start = self.start[0] + top, self.start[1] + left
        return replace(self, wanted=wanted, yours=yours, start=start)

    def text(self) -> str:
        """For a terminal, at most 76 columns wide; as much of the tables as fits."""
        for columns in range(len(self.wanted[0]), 0, -1):
            lines = self.cropped(_ROWS, columns)._lines()
            if all(len(line) <= _WIDTH for line in lines):
                return "\n".join(lines)
        return ""

    def sides(self) -> tuple[str, str]:
        """The two tables, each by itself and whole, to be compared line by line."""
        width = max(len(_spelled(value)) for row in (*self.wanted, *self.yours) for value in row)
        wanted, yours = (
            "\n".join(" ".join(f"{_spelled(value):>{width}}" for value in row) for row in table)
            for table in (self.wanted, self.yours)
        )
        return f"{self.caption}\n{wanted}\n", f"{self.caption}\n{yours}\n"

    def _lines(self) -> list[str]:
        differing = self.differing
        wanted = [[_spelled(value) for value in row] for row in self.wanted]
        yours = [[_spelled(value) for value in row] for row in self.yours]
        width = max(len(cell) for table in (wanted, yours) for row in table for cell in row)
        left = [" ".join(f" {cell:>{width}} " for cell in row) for row in wanted]
        right = [
            " ".join(_marked(cell, width, (row, column), differing) for column, cell in enumerate(cells))
            for row, cells in enumerate(yours)
        ]
        lines = [self.caption, f"{'wanted':<{len(left[0]) + _GAP}}yours"]
        lines += [f"{one}{' ' * _GAP}{other}" for one, other in zip(left, right, strict=True)]
        lines += [_LEGEND] if len(differing) > 1 else []
        return [line.rstrip() for line in lines]

    def svg(self) -> str:
        """For a page, light or dark: blue below zero, orange above, a frame around what differs."""
        high, wide = len(self.wanted), len(self.wanted[0])
        across = wide * _CELL
        largest = max(abs(_height(value)) for row in (*self.wanted, *self.yours) for value in row)
        width, height = 2 * across + 3 * _CELL, (high + 1) * _CELL + 12
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' role="img" font-family="sans-serif" font-size="13" fill="currentColor">',
            f"<title>{escape(f'Wanted and yours. {self.caption}')}</title>",
        ]
        for title, table, left in (("wanted", self.wanted, 8), ("yours", self.yours, across + 2 * _CELL)):
            parts.append(f'<text x="{left}" y="22">{title}</text>')
            marked = self.differing if title == "yours" else []
            parts += _cells(table, left, largest, marked)
        return "\n".join([*parts, "</svg>"]) + "\n"


def _cells(table: Table, left: int, largest: float, marked: Sequence[tuple[int, int]]) -> list[str]:
    parts: list[str] = []
    for row, values in enumerate(table):
        for column, value in enumerate(values):
            x, y = left + column * _CELL, (row + 1) * _CELL - 8
            strength = abs(_height(value)) / largest if largest else 0.0
            sign, colour = ("below", "#2f6fde") if _height(value) < 0 else ("above", "#e0761a")
            frame = ""
            if (row, column) in marked:
                frame = f' stroke="currentColor" stroke-width="{4 if (row, column) == marked[0] else 2}"'
            parts.append(
                f'<rect class="{sign}" x="{x + 2}" y="{y + 2}" width="{_CELL - 4}" height="{_CELL - 4}" rx="3"'
                f' fill="{colour}" fill-opacity="{0.08 + 0.72 * strength:.2f}"{frame}/>'
            )
            if len(values) <= _TEXT_UP_TO:
                text = _spelled(value)
                size = 11 if len(text) < _LONG else 9
                parts.append(
                    f'<text x="{x + _CELL / 2:g}" y="{y + _CELL / 2 + 4:g}" text-anchor="middle" font-size="{size}">'
                    f"{escape(text)}</text>"
                )
    return parts


def _marked(cell: str, width: int, place: tuple[int, int], differing: Sequence[tuple[int, int]]) -> str:
    if place not in differing:
        return f" {cell:>{width}} "
    inside = f"{cell:>{width}}"
    return f"[{inside}]" if place == differing[0] else f" {inside}*"


def _height(value: Number) -> float:
    """How strong a colour a value has: what is no finite number has none."""
    return 0.0 if isinstance(value, str) else float(value)


def _alike(one: Number, other: Number) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(one, other, rel_tol=1e-4, abs_tol=1e-5)


def _spelled(value: Number) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, float) else str(value)
