"""The places that are typed in together with an axis name, in editors that do so."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex, Kind, Obstacle, Occurrence
from shapecoach.lsp.features.places import to_range

WORD = "[A-Za-z][A-Za-z0-9_]*"


def linked_ranges(index: AxisIndex, position: Position) -> types.LinkedEditingRanges | None:
    """In a pattern, the places of a name in this call, its length among them: what it is called elsewhere is as well.

    In an annotation, the places of the axis in the function, whose patterns follow it.  None where the name stands
    alone, where it is a letter of an equation, and where something that isn't understood may speak of it.
    """
    found = index.at(position)
    if found is None or found.kind is Kind.EQUATION:
        return None
    places = _in_function(index, found) if found.kind is Kind.ANNOTATION else _in_call(index, found)
    if len(places) < 2 or any(_speaks_of(obstacle, found.name, index.reach(places)) for obstacle in index.obstacles):
        return None
    return types.LinkedEditingRanges([to_range(place.range) for place in places], WORD)


def _in_call(index: AxisIndex, found: Occurrence) -> Sequence[Occurrence]:
    call = index.call_at(found.range.start)
    if call is None:
        return ()
    start, end = call.range
    inside = (one for one in index.of(found.symbol) if start <= one.range.start and one.range.end <= end)
    return [one for one in inside if index.call_at(one.range.start) == call]


def _in_function(index: AxisIndex, found: Occurrence) -> Sequence[Occurrence]:
    places = [one for one in index.of(found.symbol) if one.scope == found.scope]
    # One letter is all that an equation may hold of it.
    return () if any(one.kind is Kind.EQUATION for one in places) else places


def _speaks_of(obstacle: Obstacle, name: str, reach: frozenset[str]) -> bool:
    return name in obstacle.words and (obstacle.scope is None or obstacle.scope in reach)
