"""Where the characters of a string stand in the text: in quotes of any kind, over several lines, in adjacent parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shapecoach.analysis.model import Position, Range
from shapecoach.analysis.source import Source

_OPENING = re.compile(r"""([A-Za-z]*)(\"\"\"|'''|"|')""")
_BETWEEN = re.compile(r"(?:\s|\\\n|#[^\n]*)*")  # adjacent literals are one string


@dataclass(frozen=True, slots=True)
class Literal:
    """A string of the program: its value, and where each character of it stands in `raw`."""

    value: str
    source: Source
    raw: str
    line: int  # of `raw`'s first character, from 0
    column: int  # in characters
    indices: Sequence[int]
    is_plain: bool = False  # on one line of ASCII

    def range(self, start: int, end: int) -> Range | None:
        """Where characters `start:end` of the value stand; None where they don't stand together."""
        first, last = self.indices[start], self.indices[end - 1]
        return Range(self._position(first), self._position(last + 1)) if last - first == end - 1 - start else None

    def reach(self, start: int, end: int) -> Range:
        """From where the first of characters `start:end` stands to where the last does."""
        return Range(self._position(self.indices[start]), self._position(self.indices[end - 1] + 1))

    def _position(self, index: int) -> Position:
        if self.is_plain:
            return Position(self.line, self.column + index)
        line = self.raw.count("\n", 0, index)
        column = index - (self.raw.rfind("\n", 0, index) + 1) + (0 if line else self.column)
        text = self.source.lines[self.line + line]
        wide = 0 if text.isascii() else sum(character > "\uffff" for character in text[:column])
        return Position(self.line + line, column + wide)

    def within(self, node: ast.Constant, start: int) -> Literal | None:
        """The string that an expression in this one holds: `node`, parsed from the value from `start` on."""
        if not self.value.isascii() or not isinstance(node.value, str) or node.lineno != 1 != node.end_lineno:
            return None
        first, end = start + node.col_offset, start + (node.end_col_offset or 0)
        read = _read(self.value[first:end])
        if read is None or read[0] != node.value:
            return None
        indices = [self.indices[first + index] for index in read[1]]
        return Literal(node.value, self.source, self.raw, self.line, self.column, indices, self.is_plain)


def range_in_string(source: Source, node: ast.Constant, start: int, end: int) -> Range:
    """Where characters `start:end` of a string constant stand; the whole constant where that can't be said.

    The constant may have been read from an annotation in quotes, and have the place of that.
    """
    literal = literal_of(source, node) or _within_quotes(source, node)
    if literal is None or not 0 <= start < end <= len(literal.value):
        return source.range(node)
    return literal.reach(start, end)


def literal_of(source: Source, node: ast.Constant) -> Literal | None:
    """The string constant with its places; None where escapes hide them."""
    literal = _written_at(source, node)
    return literal if literal is not None and literal.value == node.value else None


def _within_quotes(source: Source, node: ast.Constant) -> Literal | None:
    """The string constant where it is the only one of its kind in the string that stands at its place."""
    outer = _written_at(source, node)
    if outer is None or not isinstance(node.value, str):
        return None
    starts = [found.end(1) for found in re.finditer(rf"""(["\'])(?={re.escape(node.value)}\1)""", outer.value)]
    if len(starts) != 1:
        return None
    return replace(outer, value=node.value, indices=outer.indices[starts[0] : starts[0] + len(node.value)])


def _written_at(source: Source, node: ast.Constant) -> Literal | None:
    """The string that is written at a node's place."""
    if not isinstance(node.value, str) or node.end_lineno is None or node.end_col_offset is None:
        return None
    if node.end_lineno > len(source.lines):  # of another text
        return None
    lines = source.lines[node.lineno - 1 : node.end_lineno]
    column = _characters(lines[0], node.col_offset)
    lines[-1] = lines[-1][: _characters(lines[-1], node.end_col_offset)]
    lines[0] = lines[0][column:]
    raw = "\n".join(lines)
    read = _read(raw)
    if read is None:
        return None
    is_plain = node.lineno == node.end_lineno and source.lines[node.lineno - 1].isascii()
    value, indices = read
    return Literal(value, source, raw, node.lineno - 1, column, indices, is_plain)


def _characters(line: str, byte: int) -> int:
    return byte if line.isascii() else len(line.encode()[:byte].decode(errors="ignore"))


@lru_cache(maxsize=512)  # each axis of an annotation asks for the whole string
def _read(raw: str) -> tuple[str, Sequence[int]] | None:
    """The string that `raw` says, and for each of its characters where it stands there; None where that is hidden."""
    indices: list[int] = []
    at = 0
    while at < len(raw):
        opening = _OPENING.match(raw, at)
        if opening is None:
            return None
        prefix, quotes = opening[1].lower(), opening[2]
        closing = re.compile(rf"(?:\\.|(?!{quotes}).)*{quotes}", re.DOTALL).match(raw, opening.end())
        if closing is None or "f" in prefix or "b" in prefix or ("\\" in closing[0] and "r" not in prefix):
            return None
        indices += range(opening.end(), closing.end() - len(quotes))
        between = _BETWEEN.match(raw, closing.end())
        at = between.end() if between else len(raw)
    return "".join(raw[index] for index in indices), indices
