"""Requests about axis names: answered from the text at once, and from its analysis where shapes are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.renaming import RenameRefusedError, renamed_everywhere
from shapecoach.axes.sharing import Sharing, is_shared
from shapecoach.lsp.axis_files import Seen, known_of_file, locations, seen
from shapecoach.lsp.features import axis_places, rename
from shapecoach.lsp.features.completion import completion
from shapecoach.lsp.features.dtype_completion import dtype_completion
from shapecoach.lsp.features.linked_editing import linked_ranges
from shapecoach.lsp.features.places import from_position
from shapecoach.lsp.features.semantic_tokens import semantic_tokens
from shapecoach.lsp.features.signature_help import signature_help
from shapecoach.lsp.server import ShapeCoachServer


class RenameImpossibleError(JsonRpcException):
    """The request failed for a reason that the user should read."""

    CODE = types.LSPErrorCodes.RequestFailed.value


def asked_in(server: ShapeCoachServer, uri: str) -> Seen | None:
    """The file that a document is or is part of; None where it isn't open, or isn't Python."""
    document = server.session.get(uri)
    return seen(document, server.roots()) if document is not None else None


def index_of(server: ShapeCoachServer, uri: str) -> AxisIndex:
    """The axis names of an open document; none where it isn't Python."""
    file = asked_in(server, uri)
    return file.own_index if file is not None else AxisIndex()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about: a place in a file, among all files that may share an axis."""

    path: Path
    position: Position
    files: Sharing


async def with_others(server: ShapeCoachServer, uri: str, at: types.Position) -> Asked | None:
    """A place in an open document, with the other files; None where it isn't open, or isn't Python.

    Raises JsonRpcContentModified where the document is edited while folders are looked through.
    """
    file = asked_in(server, uri)
    if file is None:
        return None
    position, roots = file.in_file(at), server.roots()
    found = file.index.at(position)
    everywhere = found is not None and is_shared(file.index, found)
    files = await server.axis_files.sharing(server.session, roots, everywhere)
    if asked_in(server, uri) != file:
        raise JsonRpcContentModified("the document was edited meanwhile")
    return Asked(file.path, position, files)


def on_highlight(
    server: ShapeCoachServer, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    index = index_of(server, params.text_document.uri)
    # Where there is no axis, None leaves the highlighting to the editor; a list would be the answer.
    return axis_places.highlights(index, from_position(params.position)) or None


async def on_references(server: ShapeCoachServer, params: types.ReferenceParams) -> list[types.Location] | None:
    asked = await with_others(server, params.text_document.uri, params.position)
    if asked is None:
        return None
    found = axis_places.references(asked.files, asked.path, asked.position, params.context.include_declaration)
    return _locations(server, found) or None


async def on_definition(server: ShapeCoachServer, params: types.DefinitionParams) -> types.Location | None:
    asked = await with_others(server, params.text_document.uri, params.position)
    found = axis_places.definition(asked.files, asked.path, asked.position) if asked is not None else None
    return next(iter(_locations(server, [found])), None) if found else None


def _locations(server: ShapeCoachServer, places: Iterable[axis_places.Place]) -> list[types.Location]:
    return [
        location
        for path, those in groupby(places, key=lambda place: place[0])
        for location in locations(server.session, server.roots(), path, [one.range for _, one in those])
    ]


def on_prepare_rename(
    server: ShapeCoachServer, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    return rename.renamable(index_of(server, params.text_document.uri), from_position(params.position))


async def on_rename(server: ShapeCoachServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    asked = await with_others(server, params.text_document.uri, params.position)
    if asked is None:
        return None
    try:
        edits = renamed_everywhere(asked.files, asked.path, asked.position, params.new_name)
    except RenameRefusedError as refused:
        raise RenameImpossibleError(str(refused)) from refused
    changes: dict[str, list[types.TextEdit]] = {}
    for path, those in edits.items():
        for place in locations(server.session, server.roots(), path, [edit.range for edit in those]):
            changes.setdefault(place.uri, []).append(types.TextEdit(place.range, params.new_name))
    return types.WorkspaceEdit(changes=changes) if changes else None


def on_linked_editing(
    server: ShapeCoachServer, params: types.LinkedEditingRangeParams
) -> types.LinkedEditingRanges | None:
    return linked_ranges(index_of(server, params.text_document.uri), from_position(params.position))


def on_completion(server: ShapeCoachServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    document = server.session.get(params.text_document.uri)
    file = asked_in(server, params.text_document.uri)
    if document is None or file is None:
        return []
    at = types.Position(*file.in_file(params.position))
    items = completion(file.text, at, file.index, known_of_file(server.session, document))
    kinds = dtype_completion(
        document.document.source,
        params.position,
        file.index.libraries,
        snippets=_takes_snippets(server),
        unasked=params.context is not None
        and params.context.trigger_kind == types.CompletionTriggerKind.TriggerCharacter,
    )
    return [*(file.completion_in_document(item) for item in items), *kinds]


def _takes_snippets(server: ShapeCoachServer) -> bool:
    document = server.client_capabilities.text_document
    item = document.completion.completion_item if document and document.completion else None
    return bool(item and item.snippet_support)


def on_signature_help(server: ShapeCoachServer, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    document = server.session.get(params.text_document.uri)
    file = asked_in(server, params.text_document.uri)
    if document is None or file is None:
        return None
    at = types.Position(*file.in_file(params.position))
    return signature_help(file.text, at, file.index, known_of_file(server.session, document))


def on_semantic_tokens(server: ShapeCoachServer, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
    """The axes' colours; None, which leaves the file to others, where it has no axes."""
    file = asked_in(server, params.text_document.uri)
    if file is None:
        return None
    tokens = semantic_tokens(file.index, range(file.part.start, file.part.end) if file.part else None)
    return tokens if tokens.data else None


FEATURES: dict[str, Callable[..., Any]] = {
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: on_highlight,
    types.TEXT_DOCUMENT_REFERENCES: on_references,
    types.TEXT_DOCUMENT_DEFINITION: on_definition,
    types.TEXT_DOCUMENT_PREPARE_RENAME: on_prepare_rename,
    types.TEXT_DOCUMENT_RENAME: on_rename,
    types.TEXT_DOCUMENT_LINKED_EDITING_RANGE: on_linked_editing,
    types.TEXT_DOCUMENT_COMPLETION: on_completion,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: on_signature_help,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: on_semantic_tokens,
}
"""Which function answers which request."""
