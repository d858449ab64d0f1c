"""Positions in the units that the client counts in: bytes, UTF-16 units or characters.

All of the server counts in UTF-16 units, as every client can.  For one that prefers others, whatever has a place is
translated on its way in and out; nothing else knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import attrs
from lsprotocol import types

from shapecoach.lsp.text import code_points, line_at, utf16_length

Kind = types.PositionEncodingKind
Lines = Callable[[str], Sequence[str]]
"""The lines of a document, by its URI."""
Units = Callable[[str, int], int]
"""The units of one kind up to a place in a line, from those of another."""


def chosen(capabilities: types.ClientCapabilities) -> Kind:
    """What the client likes best of what we know.

    >>> chosen(types.ClientCapabilities()).value
    'utf-16'
    """
    offered = (capabilities.general.position_encodings if capabilities.general else None) or []
    return next((Kind(each) for each in offered if each in set(Kind)), Kind.Utf16)


def to_utf16(encoding: Kind) -> Units:
    """From the client's units.

    >>> to_utf16(Kind.Utf8)("é😀x", 6), to_utf16(Kind.Utf32)("é😀x", 2)
    (3, 3)
    """
    match encoding:
        case Kind.Utf8:
            return lambda line, units: utf16_length(line.encode(errors="surrogatepass")[:units].decode(errors="ignore"))
        case Kind.Utf32:
            return lambda line, units: utf16_length(line[:units])
        case _:
            return lambda line, units: units


def from_utf16(encoding: Kind) -> Units:
    """To the client's units.

    >>> from_utf16(Kind.Utf8)("é😀x", 3), from_utf16(Kind.Utf32)("é😀x", 3)
    (6, 2)
    """
    match encoding:
        case Kind.Utf8:
            return lambda line, units: len(line[: code_points(line, units)].encode(errors="surrogatepass"))
        case Kind.Utf32:
            return code_points
        case _:
            return lambda line, units: units


def translated(value: Any, uri: str | None, units: Units, lines: Lines) -> Any:
    """A message with all of its places in other units; `uri` is the document that it is about."""
    return _Translation(units, lines).of(value, uri)


class _Translation:
    def __init__(self, units: Units, lines: Lines) -> None:
        self._units, self._lines = units, lines

    def of(self, value: Any, uri: str | None) -> Any:
        match value:
            case types.Position():
                return types.Position(value.line, self._character(value.line, value.character, uri))
            case types.SemanticTokens():
                return attrs.evolve(value, data=self._tokens(value.data, uri))
            case types.WorkspaceEdit(changes=dict(changes)):
                changed = {of: self.of(edits, of) for of, edits in changes.items()}
                return attrs.evolve(value, changes=changed, document_changes=self.of(value.document_changes, uri))
            case list() | tuple():
                return [self.of(part, uri) for part in cast(Sequence[Any], value)]
            case _ if attrs.has(kind := cast(type[Any], type(value))):
                own = _document_of(value) or uri
                parts = {field.name: getattr(value, field.name) for field in attrs.fields(kind) if field.init}
                made = {name: self.of(part, own) for name, part in parts.items() if _may_have_places(part)}
                return attrs.evolve(value, **made) if made else value
            case _:
                return value

    def _character(self, line: int, character: int, uri: str | None) -> int:
        text = line_at(self._lines(uri), line) if uri is not None else ""
        return character if text.isascii() else self._units(text, character)

    def _tokens(self, data: Sequence[int], uri: str | None) -> list[int]:
        """Tokens, whose places are given as distances."""
        made: list[int] = []
        line = start = before = 0
        for number in range(0, len(data), 5):
            lines_on, on, length, kind, modifiers = data[number : number + 5]
            line, start, before = line + lines_on, on + (0 if lines_on else start), 0 if lines_on else before
            first, end = (self._character(line, place, uri) for place in (start, start + length))
            made += [lines_on, first - before, end - first, kind, modifiers]
            before = first
        return made


def _may_have_places(part: object) -> bool:
    return isinstance(part, list | tuple) or attrs.has(type(part))


def _document_of(value: Any) -> str | None:
    """The document that a part of a message is about, where it says so itself."""
    document = getattr(value, "text_document", None)
    uri = getattr(value, "uri", None) or getattr(document, "uri", None) or getattr(value, "target_uri", None)
    return uri if isinstance(uri, str) else None


def document_of(params: Any) -> str | None:
    """The document that a request is about."""
    if isinstance(params, Mapping):
        return None
    return _document_of(params)
