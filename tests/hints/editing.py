"""A text with edits made, as an editor makes them."""

from __future__ import annotations

from collections.abc import Sequence

from shapecoach.analysis.model import Edit, Position


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made, the places of which are those of the text before."""
    lines = text.splitlines(keepends=True)

    def offset(place: Position) -> int:
        before = lines[place.line].encode("utf-16-le")[: 2 * place.character] if place.line < len(lines) else b""
        return sum(map(len, lines[: place.line])) + len(before.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: edit.range, reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text
