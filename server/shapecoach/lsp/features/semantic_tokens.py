"""Axis names coloured by identity: the same name has the same colour all through a function or class."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.axes.colours import colours
from shapecoach.axes.occurrences import AxisIndex


def semantic_tokens(index: AxisIndex, lines: range | None = None) -> types.SemanticTokens:
    """All axis names of a file, each with the colour of its name; only those of some lines, as if the file began there.

    The colours are those that they have in the whole file.
    """
    data: list[int] = []
    line, character = lines.start if lines else 0, 0
    for one, colour in zip(index.occurrences, colours(index), strict=True):
        start, end = one.range
        if lines and start.line not in lines:
            continue
        character = character if start.line == line else 0
        data += [start.line - line, start.character - character, end.character - start.character, 0, 1 << colour]
        line, character = start
    return types.SemanticTokens(data)
