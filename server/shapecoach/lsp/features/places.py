"""Places of the engine as places of LSP.  Both count lines and UTF-16 units from 0, so nothing is computed."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from shapecoach.analysis.model import Position, Range


def to_range(place: Range) -> types.Range:
    return types.Range(
        start=types.Position(place.start.line, place.start.character),
        end=types.Position(place.end.line, place.end.character),
    )


def from_position(position: types.Position) -> Position:
    return Position(position.line, position.character)


def from_range(place: types.Range) -> Range:
    return Range(from_position(place.start), from_position(place.end))


def uri_of(path: str | None, document: str) -> str:
    """The URI of a place's file: `document`, unless the place has a path of its own."""
    return document if path is None else Path(path).as_uri()


def contains(place: Range, position: Position) -> bool:
    """Is the caret in `place` or at its end?"""
    return place.start <= position <= place.end
