"""A client that edits documents as an editor does, and keeps what the server publishes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import psutil
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

PATIENCE = 60.0
"""Seconds to wait for what must happen; only a broken server takes as long."""


class Editor:
    """One connection to one server."""

    def __init__(self) -> None:
        self.client = client = LanguageClient(converter_factory=default_converter)
        defaults = DEFAULT_CLIENT_FEATURES.items()
        register_lsp_features(
            client, {name: do for name, do in defaults if name != types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS}
        )
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.states: list[str] = []
        self.last_message = ""  # of those that a state came with
        self.refreshes = 0
        self.news = asyncio.Event()
        self.versions: dict[str, int] = {}

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def on_diagnostics(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(params)
            self.news.set()

        @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
        @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
        @client.feature(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)
        def on_refresh(_: None) -> None:
            self.refreshes += 1
            self.news.set()

        @client.feature("shapecoach/status")
        def on_status(params: Any) -> None:
            self.states.append(params.state)
            self.last_message = params.message or self.last_message
            self.news.set()

    @property
    def server(self) -> psutil.Process:
        assert self.client._server is not None
        return psutil.Process(self.client._server.pid)

    @property
    def server_runs(self) -> bool:
        return self.client._server is not None and self.client._server.returncode is None

    async def worker(self) -> psutil.Process:
        """The analysis process that runs now."""
        await self.poll(self.server.children)
        return self.server.children()[0]

    def open(self, uri: str, text: str, language: str = "python") -> None:
        self.versions[uri] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )

    def edit(self, uri: str, *changes: tuple[tuple[int, int], tuple[int, int], str]) -> int:
        """Replace the text between two (line, character)s, one after another; returns the new version."""
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [
                    types.TextDocumentContentChangePartial(
                        types.Range(types.Position(*start), types.Position(*end)), text
                    )
                    for start, end, text in changes
                ],
            )
        )
        return self.versions[uri]

    def replace(self, uri: str, text: str) -> int:
        """A new text for the whole document."""
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return self.versions[uri]

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    async def diagnostics(self, uri: str, version: int = 1) -> list[types.Diagnostic]:
        """The diagnostics of this version of a document, as soon as they are published."""

        def latest() -> types.PublishDiagnosticsParams | None:
            of_version = [params for params in self.published.get(uri, []) if params.version == version]
            return of_version[-1] if of_version else None

        await self.seen(latest)
        found = latest()
        assert found is not None
        return list(found.diagnostics)

    async def messages(self, uri: str, version: int = 1) -> list[str]:
        return [diagnostic.message for diagnostic in await self.diagnostics(uri, version)]

    async def poll(self, condition: Callable[[], object]) -> None:
        """Wait until this is true, of something that the server doesn't tell."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.01)

    async def seen(self, condition: Callable[[], object]) -> None:
        """Wait until something that the server sent has made this true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self._something_new()

    async def reached(self, state: str) -> None:
        """Wait until the server has said that it is in this state."""
        await self.seen(lambda: state in self.states)

    async def _something_new(self) -> None:
        self.news.clear()
        await self.news.wait()
