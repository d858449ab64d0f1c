"""Requests about axis names: answered from the text at once, and from its analysis where shapes are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from shapecoach.analysis.model import Analysis
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.reading import read_axes
from shapecoach.axes.renaming import RenameRefusedError
from shapecoach.lsp.features import axis_places, rename
from shapecoach.lsp.features.completion import TRIGGERS as COMPLETION_TRIGGERS
from shapecoach.lsp.features.completion import completion
from shapecoach.lsp.features.places import from_position
from shapecoach.lsp.features.semantic_tokens import LEGEND, semantic_tokens
from shapecoach.lsp.features.signature_help import TRIGGERS as SIGNATURE_TRIGGERS
from shapecoach.lsp.features.signature_help import signature_help
from shapecoach.lsp.server import ShapeCoachServer


class RenameImpossibleError(JsonRpcException):
    """The request failed for a reason that the user should read."""

    CODE = types.LSPErrorCodes.RequestFailed.value


def index_of(server: ShapeCoachServer, uri: str) -> AxisIndex:
    """The axis names of an open document; none where it isn't Python."""
    document = server.session.get(uri)
    if document is None or not document.document.analysable:
        return AxisIndex()
    return read_axes(document.document.source)


def on_highlight(
    server: ShapeCoachServer, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    index = index_of(server, params.text_document.uri)
    # Where there is no axis, None leaves the highlighting to the editor; a list would be the answer.
    return axis_places.highlights(index, from_position(params.position)) or None


def on_references(server: ShapeCoachServer, params: types.ReferenceParams) -> list[types.Location] | None:
    uri, position = params.text_document.uri, from_position(params.position)
    return axis_places.references(index_of(server, uri), uri, position, params.context.include_declaration) or None


def on_definition(server: ShapeCoachServer, params: types.DefinitionParams) -> types.Location | None:
    uri = params.text_document.uri
    return axis_places.definition(index_of(server, uri), uri, from_position(params.position))


def on_prepare_rename(
    server: ShapeCoachServer, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    return rename.renamable(index_of(server, params.text_document.uri), from_position(params.position))


def on_rename(server: ShapeCoachServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    document = server.session.get(params.text_document.uri)
    if document is None or not document.document.analysable:
        return None
    position = from_position(params.position)
    try:
        return rename.rename(document.document.source, document.uri, position, params.new_name)
    except RenameRefusedError as refused:
        raise RenameImpossibleError(str(refused)) from refused


def on_completion(server: ShapeCoachServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    document = server.session.get(params.text_document.uri)
    if document is None or not document.document.analysable:
        return []
    text, known = document.document.source, document.analysis or Analysis()
    return completion(text, params.position, read_axes(text), known)


def on_signature_help(server: ShapeCoachServer, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    document = server.session.get(params.text_document.uri)
    if document is None or not document.document.analysable:
        return None
    text, known = document.document.source, document.analysis or Analysis()
    return signature_help(text, params.position, read_axes(text), known)


def on_semantic_tokens(server: ShapeCoachServer, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
    """The axes' colours; None, which leaves the file to others, where it has no axes."""
    tokens = semantic_tokens(index_of(server, params.text_document.uri))
    return tokens if tokens.data else None


FEATURES: dict[str, Callable[..., Any]] = {
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: on_highlight,
    types.TEXT_DOCUMENT_REFERENCES: on_references,
    types.TEXT_DOCUMENT_DEFINITION: on_definition,
    types.TEXT_DOCUMENT_PREPARE_RENAME: on_prepare_rename,
    types.TEXT_DOCUMENT_RENAME: on_rename,
    types.TEXT_DOCUMENT_COMPLETION: on_completion,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: on_signature_help,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: on_semantic_tokens,
}
"""Which function answers which request."""

OPTIONS: dict[str, object] = {
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(trigger_characters=COMPLETION_TRIGGERS),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: types.SignatureHelpOptions(trigger_characters=SIGNATURE_TRIGGERS),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: LEGEND,
}
