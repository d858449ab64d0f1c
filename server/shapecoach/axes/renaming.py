"""Another name for an axis, everywhere it stands."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Edit, Position
from shapecoach.analysis.source import Source
from shapecoach.axes.occurrences import AxisIndex, Kind, Occurrence
from shapecoach.axes.patterns import ALL_OWN_WORDS
from shapecoach.axes.reading import read_axes

_LEGAL = re.compile(r"[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?")


class RenameRefusedError(Exception):
    """The axis can't have that name, or not everything that speaks of it is understood; the text says why."""


def renamed(text: str, position: Position, new: str) -> tuple[Edit, ...]:
    """The edits that give the axis at a place another name; none where there is no axis.

    Raises RenameRefusedError unless the edited text has the same axes at the same places.
    """
    index = read_axes(text)
    found = index.at(position)
    if found is None or found.name == new:
        return ()
    _check_name(new)
    places = index.of(found.symbol)
    _check_places(index, found, new, places)
    edits = tuple(Edit(place.range, new) for place in places)
    edited = applied(Source(text), edits)
    if edited is None or not _are_same_axes(index, read_axes(edited), found, new):
        raise RenameRefusedError(f"`{new}` means something else here already")
    return edits


def _check_name(new: str) -> None:
    if not _LEGAL.fullmatch(new):
        raise RenameRefusedError(
            f"`{new}` can't name an axis: letters, digits and `_` can, with a letter first and no `_` at an end"
        )
    if keyword.iskeyword(new):
        raise RenameRefusedError(f"`{new}` can't name an axis: it is a keyword of Python")


def _check_places(index: AxisIndex, found: Occurrence, new: str, places: Sequence[Occurrence]) -> None:
    kinds = {place.kind: place.range.start.line + 1 for place in reversed(places)}
    if Kind.EQUATION in kinds and len(new) > 1:
        line = kinds[Kind.EQUATION]
        raise RenameRefusedError(f"`{found.name}` stands in the equation in line {line}, where a name is one letter")
    if Kind.LENGTH in kinds and new in ALL_OWN_WORDS:
        line = kinds[Kind.LENGTH]
        raise RenameRefusedError(f"`{new}=` in line {line} would be another argument of einops'")
    reach = index.reach(found.symbol)
    for obstacle in index.obstacles:
        if obstacle.scope is None or obstacle.scope in reach:
            for name in obstacle.words & {found.name, new}:
                raise RenameRefusedError(f"`{name}` in line {obstacle.line + 1} {obstacle.reason}")
    for other in index.occurrences:
        if other.name == new and other.scope in reach:
            line = other.range.start.line + 1
            raise RenameRefusedError(f"`{new}` is another axis already, in line {line}")


def _are_same_axes(before: AxisIndex, after: AxisIndex, found: Occurrence, new: str) -> bool:
    """Whether every axis still stands where it stood, and is told from the same others."""
    expected = [(new if one.symbol == found.symbol else one.name, one.kind) for one in before.occurrences]
    if expected != [(one.name, one.kind) for one in after.occurrences]:
        return False
    pairs = {(one.symbol, other.symbol) for one, other in zip(before.occurrences, after.occurrences, strict=True)}
    return len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
