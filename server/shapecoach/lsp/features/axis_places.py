"""Where an axis stands: its other places, and the one that declares it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex, Kind, Occurrence
from shapecoach.axes.sharing import Sharing
from shapecoach.lsp.features.places import to_range

Place = tuple[Path, Occurrence]
"""An axis name in a file."""


def highlights(index: AxisIndex, position: Position) -> list[types.DocumentHighlight]:
    """All places of the axis at a place; as written to where it is declared or given a length."""
    found = index.at(position)
    places = index.of(found.symbol) if found else ()
    return [types.DocumentHighlight(to_range(place.range), _highlight_kind(place)) for place in places]


def references(files: Sharing, path: Path, position: Position, with_declaration: bool) -> list[Place]:
    """All places of the axis at a place, in every file."""
    asked, places = _places(files, path, position)
    declaration = declaration_of(asked, places)
    return [place for place in places if with_declaration or place != declaration]


def definition(files: Sharing, path: Path, position: Position) -> Place | None:
    """The place that declares the axis at a place, in whichever file that is."""
    return declaration_of(*_places(files, path, position))


def declaration_of(asked: Place | None, places: Iterable[Place]) -> Place | None:
    """The first annotation that names the axis: of the same function if there is one, of its callers' before others.

    An axis that no annotation names is declared where a pattern names it first.
    """
    if asked is None:
        return None
    file, found = asked
    return min(
        places,
        key=lambda place: (
            place[1].kind is not Kind.ANNOTATION,
            not place[1].declares,
            (place[0], place[1].scope) != (file, found.scope),
            place[0] != file,
            place[0],
            place[1].range,
        ),
    )


def _places(files: Sharing, path: Path, position: Position) -> tuple[Place | None, list[Place]]:
    """What stands at a place, and all places of that axis."""
    index = files.index(path)
    found = index.at(position) if index is not None else None
    if found is None:
        return None, []
    return (path, found), [(file, one) for file, ones in files.occurrences(path, found).items() for one in ones]


def _highlight_kind(place: Occurrence) -> types.DocumentHighlightKind:
    is_written = place.declares or place.kind is Kind.LENGTH
    return types.DocumentHighlightKind.Write if is_written else types.DocumentHighlightKind.Read
