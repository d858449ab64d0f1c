"""A text with edits made."""

from __future__ import annotations

from collections.abc import Sequence

from shapecoach.analysis.model import Edit
from shapecoach.analysis.source import Source


def applied(source: Source, edits: Sequence[Edit]) -> str | None:
    """The text with the edits made, or None where they overlap."""
    lines = list(source.lines)
    for edit in sorted(edits, key=lambda edit: edit.range, reverse=True):
        start, end = edit.range.start, edit.range.end
        if start.line != end.line or start.line >= len(lines):
            return None
        units = lines[start.line].encode("utf-16-le")
        new = units[: 2 * start.character] + edit.new_text.encode("utf-16-le") + units[2 * end.character :]
        lines[start.line] = new.decode("utf-16-le")
    return "\n".join(lines)
