"""Lines and columns, as LSP and Python's own tokenizer count them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from shapecoach.analysis.model import Edit

# `str.splitlines` also breaks at form feeds, U+2028 and others, which neither LSP nor Python's grammar does.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def split_lines(text: str) -> list[str]:
    """The lines of `text`, each with its line end; the parts joined are `text`.

    >>> split_lines("a\\x0cb\\r\\nc")
    ['a\\x0cb\\r\\n', 'c']
    """
    return LINE.findall(text)


def line_at(lines: Sequence[str], number: int) -> str:
    """Line `number` without its line end; empty past the end of the text."""
    return lines[number].rstrip("\r\n") if 0 <= number < len(lines) else ""


def utf16_length(text: str) -> int:
    """How many UTF-16 units `text` takes.

    >>> utf16_length("a😀é")
    4
    """
    return len(text) + sum(character > "\uffff" for character in text)


def code_points(line: str, utf16: int) -> int:
    """The index into `line` of the character that starts at UTF-16 unit `utf16`; the length of `line` if past it.

    >>> code_points("a😀é", 3)
    2
    """
    units = 0
    for index, character in enumerate(line):
        if units >= utf16:
            return index
        units += 2 if character > "\uffff" else 1
    return len(line)


def offset_of(text: str, line: int, utf16: int) -> int:
    """The index into `text` of a position in LSP's terms; past the end of a line or of the text means its end."""
    lines = split_lines(text)
    return sum(map(len, lines[:line])) + code_points(line_at(lines, line), utf16)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits made, none of which may overlap another.

    >>> from shapecoach.analysis.model import Position, Range
    >>> edited("ab\\ncd", [Edit(Range(Position(0, 1), Position(1, 1)), "-")])
    'a-d'
    """
    for edit in sorted(edits, key=lambda edit: edit.range, reverse=True):
        start, end = (offset_of(text, *place) for place in edit.range)
        text = text[:start] + edit.new_text + text[end:]
    return text
