"""A language server under measurement: a real client over stdio; the clock starts before the server does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from cattrs import Converter
from installed import environment
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

PATIENCE = 60.0


@dataclass
class Measured:
    """One run of a server with one open document."""

    client: LanguageClient
    uri: str
    text: str
    began: float
    initialized: float = 0.0
    version: int = 1
    published: asyncio.Queue[tuple[float, types.PublishDiagnosticsParams]] = field(
        default_factory=lambda: asyncio.Queue[tuple[float, types.PublishDiagnosticsParams]]()
    )

    async def diagnosed(self) -> float:
        """When the diagnostics of the newest version came."""
        async with asyncio.timeout(PATIENCE):
            while True:
                at, params = await self.published.get()
                if params.version in (self.version, None):
                    return at

    async def edited(self, old: str, new: str, start: int = 0) -> float:
        """The seconds from a change of some characters to its diagnostics."""
        index = self.text.index(old, start)
        line, column = self.text.count("\n", 0, index), index - self.text.rfind("\n", 0, index) - 1
        lines = old.count("\n")
        end = types.Position(line + lines, len(old) - old.rfind("\n") - 1 if lines else column + len(old))
        change = types.TextDocumentContentChangePartial(types.Range(types.Position(line, column), end), new)
        self.text = self.text[:index] + new + self.text[index + len(old) :]
        self.version += 1
        while not self.published.empty():
            self.published.get_nowait()
        identifier = types.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        began = time.perf_counter()
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))
        return await self.diagnosed() - began

    def megabytes(self) -> float:
        """The memory that the server and its processes hold now, what they share counted once."""
        server = psutil.Process(self.client._server.pid)  # pyright: ignore
        return sum(_own(process) for process in (server, *server.children(recursive=True))) / 2**20


def _own(process: psutil.Process) -> int:
    info = process.memory_full_info()
    return int(getattr(info, "pss", info.rss))


def converter() -> Converter:
    """One that leaves aside what a server says it can do: lsprotocol can't read all that Pyrefly says there."""
    made = default_converter()
    nothing = types.InitializeResult(types.ServerCapabilities())
    made.register_structure_hook(types.InitializeResult, lambda _data, _type: nothing)
    return made


@asynccontextmanager
async def measured(
    command: Sequence[str], text: str, folder: Path, env: Mapping[str, str] | None = None
) -> AsyncIterator[Measured]:
    """Start a server, open `text` in it as a file of `folder`, and end it afterwards."""
    client = LanguageClient("bench", "1", converter_factory=converter)
    path = folder / "model.py"
    path.write_text(text)
    run = Measured(client, path.as_uri(), text, time.perf_counter())

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def on_diagnostics(params: types.PublishDiagnosticsParams) -> None:
        run.published.put_nowait((time.perf_counter(), params))

    @client.feature("shapecoach/status")
    @client.feature(types.WINDOW_LOG_MESSAGE)
    @client.feature(types.WINDOW_SHOW_MESSAGE)
    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def on_anything(_: object) -> None:
        """Not measured."""

    @client.feature(types.WORKSPACE_CONFIGURATION)
    def on_configuration(params: types.ConfigurationParams) -> list[None]:
        return [None for _ in params.items]

    async with asyncio.timeout(PATIENCE):
        await client.start_io(*command, env=environment() | dict(env or {}), cwd=folder)
        folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)]
        synchronization = types.TextDocumentSyncClientCapabilities()
        capabilities = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(
                synchronization=synchronization,
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(version_support=True),
            )
        )
        await client.initialize_async(
            types.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri(), workspace_folders=folders)
        )
        run.initialized = time.perf_counter() - run.began
        client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(run.uri, "python", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    try:
        yield run
    finally:
        server = psutil.Process(client._server.pid)  # pyright: ignore
        children = server.children(recursive=True)
        try:
            async with asyncio.timeout(10):
                await client.shutdown_async(None)
                client.exit(None)
                await client.stop()
        except Exception:  # a peer that doesn't know how to leave
            server.kill()
        for child in children:
            if child.is_running():
                child.kill()
