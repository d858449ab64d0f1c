"""A text with edits made."""

from __future__ import annotations

from collections.abc import Sequence

from shapecoach.analysis.model import Edit, Position
from shapecoach.analysis.source import Source


def applied(source: Source, edits: Sequence[Edit]) -> str | None:
    """The text with the edits made and plain line ends, or None where they overlap."""
    lines = list(source.lines)
    before: Position | None = None
    for edit in sorted(edits, key=lambda edit: edit.range, reverse=True):
        start, end = edit.range.start, edit.range.end
        if start.line >= len(lines) or (before is not None and end > before):
            return None
        before = start
        last = lines[end.line] if end.line < len(lines) else ""
        kept = _units(lines[start.line])[: 2 * start.character], _units(last)[2 * end.character :]
        new = (kept[0] + _units(edit.new_text.replace("\r\n", "\n")) + kept[1]).decode("utf-16-le")
        lines[start.line : end.line + 1] = new.split("\n")
    return "\n".join(lines)


def _units(text: str) -> bytes:
    return text.encode("utf-16-le")
