"""Axis names coloured by identity: the same name has the same colour all through a function or class."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.axes.occurrences import AxisIndex

COLOURS = 8
LEGEND = types.SemanticTokensLegend(["axis"], [f"axis{number}" for number in range(COLOURS)])
"""One type, and a modifier for each colour: who colours by type alone colours all axes alike."""


def semantic_tokens(index: AxisIndex) -> types.SemanticTokens:
    """All axis names of a file, each with the colour of its name."""
    data: list[int] = []
    line = character = 0
    for one, colour in zip(index.occurrences, colours(index), strict=True):
        start, end = one.range
        character = character if start.line == line else 0
        data += [start.line - line, start.character - character, end.character - start.character, 0, 1 << colour]
        line, character = start
    return types.SemanticTokens(data)


def colours(index: AxisIndex) -> list[int]:
    """The number of each occurrence's colour.

    A name has one colour in a function, or in all of a class.  Names of one method have different colours as long as
    there are enough.
    """
    names_in: dict[str, set[str]] = {}
    for one in index.occurrences:
        names_in.setdefault(one.scope, set()).add(one.name)
    chosen: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for one in index.occurrences:
        group = one.scope.partition(".")[0]
        if (group, one.name) in chosen:
            continue
        following = counts.get(group, 0)
        taken = {chosen.get((group, name)) for name in names_in[one.scope]}
        order = [(following + step) % COLOURS for step in range(COLOURS)]
        chosen[group, one.name] = next((colour for colour in order if colour not in taken), order[0])
        counts[group] = following + 1
    return [chosen[one.scope.partition(".")[0], one.name] for one in index.occurrences]
