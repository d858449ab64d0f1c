"""The texts of the open documents, kept in step with the client's edits."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from shapecoach.lsp.encodings import Units, to_utf16
from shapecoach.lsp.text import line_at, offset_of, split_lines

MOST_CHARACTERS = 1_000_000
"""Longer documents are generated data, not code that somebody writes; they are left alone."""


class Document(TextDocument):
    """An open document whose lines end only where LSP says that lines end.

    pygls ends them at form feeds too, and mistakes where the text ends after a character outside the basic plane;
    either would put an edit in the wrong place.
    """

    units: Units = staticmethod(to_utf16(types.PositionEncodingKind.Utf16))  # those that the client's edits count in

    @property
    def lines(self) -> Sequence[str]:
        return split_lines(self.source)

    @property
    def analysable(self) -> bool:
        """Is this Python that a person might be writing?"""
        return self._is_python and len(self.source) <= MOST_CHARACTERS

    @property
    def is_too_long(self) -> bool:
        """Is it Python that is left alone because there is so much of it?"""
        return self._is_python and len(self.source) > MOST_CHARACTERS

    @property
    def _is_python(self) -> bool:
        return self.language_id == "python" or self.path.endswith((".py", ".pyi"))

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        text = self.source
        places = (change.range.start, change.range.end)
        start, end = sorted(self._offset(text, place) for place in places)
        self._source = text[:start] + change.text + text[end:]

    def _offset(self, text: str, place: types.Position) -> int:
        lines = split_lines(text)
        return offset_of(text, place.line, self.units(line_at(lines, place.line), place.character))


class Documents(Workspace):
    """The open documents by URI."""

    units: Units = staticmethod(to_utf16(types.PositionEncodingKind.Utf16))

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> Document:
        document = Document(doc_uri, source=source, version=version, language_id=language_id)
        document.units = self.units
        return document
