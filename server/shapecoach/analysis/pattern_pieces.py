"""The pieces that a pattern is written in, each with its place in it; nothing is said of whether they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z_]\w*")
_LETTER = re.compile(r"\.\.\.|[A-Za-z]")
_AXIS = re.compile(r"\([^()]*\)|\.\.\.|[^\s()]+")
_PART = re.compile(r"\.\.\.|[^\s()]+")

Span = tuple[int, int]
"""From which character of the pattern to which."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is written from one character of a pattern on: a side, an axis such as `(h d)`, a name."""

    text: str
    start: int

    @property
    def span(self) -> Span:
        return self.start, self.start + len(self.text)

    @property
    def is_merged(self) -> bool:
        """Is it an axis made of others?"""
        return self.text.startswith("(")

    def found(self, what: re.Pattern[str]) -> Iterator[Piece]:
        return (Piece(found.group(), self.start + found.start()) for found in what.finditer(self.text))

    def parts(self) -> Iterator[Piece]:
        """The names, numbers and dots in it."""
        return self.found(_PART)


def names_of(piece: Piece) -> Iterator[Piece]:
    """The names in it."""
    return piece.found(_NAME)


def axes_of(side: Piece, one_letter_each: bool = False) -> list[Piece]:
    """The axes of one side, in order.

    >>> [axis.text for axis in axes_of(Piece("b (h d) ...", 0))]
    ['b', '(h d)', '...']
    """
    return list(side.found(_LETTER if one_letter_each else _AXIS))


def split(text: str, separator: str) -> list[Piece]:
    """The sides of the operands.

    >>> [side.span for side in split("b s, s d", ",")]
    [(0, 3), (4, 8)]
    """
    made: list[Piece] = []
    start = 0
    for part in text.split(separator):
        made.append(Piece(part, start))
        start += len(part) + len(separator)
    return made


def span_of(pieces: Sequence[Piece]) -> Span | None:
    """From the first to the last of several, without the blanks around them; None where nothing is written."""
    text = "".join(piece.text for piece in pieces)
    if not text.strip():
        return None
    first, last = pieces[0], pieces[-1]
    start = first.start + len(first.text) - len(first.text.lstrip())
    return start, last.start + len(last.text.rstrip())
