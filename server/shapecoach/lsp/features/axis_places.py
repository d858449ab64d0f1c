"""Where an axis stands: its other places in the file, and the one that declares it."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex, Kind, Occurrence
from shapecoach.lsp.features.places import to_range


def highlights(index: AxisIndex, position: Position) -> list[types.DocumentHighlight]:
    """All places of the axis at a place; as written to where it is declared or given a length."""
    return [
        types.DocumentHighlight(to_range(place.range), _highlight_kind(place)) for place in _places(index, position)
    ]


def references(index: AxisIndex, uri: str, position: Position, with_declaration: bool) -> list[types.Location]:
    """All places of the axis at a place."""
    places = _places(index, position)
    declaration = declaration_of(index, position)
    return [types.Location(uri, to_range(place.range)) for place in places if with_declaration or place != declaration]


def definition(index: AxisIndex, uri: str, position: Position) -> types.Location | None:
    """The place that declares the axis at a place."""
    declaration = declaration_of(index, position)
    return types.Location(uri, to_range(declaration.range)) if declaration else None


def declaration_of(index: AxisIndex, position: Position) -> Occurrence | None:
    """The first annotation that names the axis: of the same function if there is one, of its callers' before others.

    An axis that no annotation names is declared where a pattern names it first.
    """
    found = index.at(position)
    if found is None:
        return None
    return min(
        index.of(found.symbol),
        key=lambda place: (
            place.kind is not Kind.ANNOTATION,
            not place.declares,
            place.scope != found.scope,
            place.range,
        ),
    )


def _places(index: AxisIndex, position: Position) -> Sequence[Occurrence]:
    found = index.at(position)
    return index.of(found.symbol) if found else ()


def _highlight_kind(place: Occurrence) -> types.DocumentHighlightKind:
    is_written = place.declares or place.kind is Kind.LENGTH
    return types.DocumentHighlightKind.Write if is_written else types.DocumentHighlightKind.Read
