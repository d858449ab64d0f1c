"""How soon the server answers: `initialize`, and the first diagnostics of a GPT-2 file that was open from the start.

A real client over stdio; the clock starts before the process does.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass

from figures import DATA, Figure, machine
from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 60.0
SLIP = ("resid_mid = resid_pre + attn_out", "resid_mid = resid_pre + attn_out.transpose(1, 2)")
"""So that there is something to publish."""


@dataclass(frozen=True)
class Start:
    initialized: float
    diagnosed: float
    edited: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    starts = [asyncio.run(one_start()) for _ in range(runs)]
    print(machine())
    print(Figure("server: start to the answer to initialize", [start.initialized for start in starts], 0.5))
    print(Figure("server: start to the first diagnostics", [start.diagnosed for start in starts], 3.0))
    print(Figure("server: a line edited to its diagnostics", [start.edited for start in starts], 1.0))


async def one_start() -> Start:
    client = LanguageClient("bench", "1")
    published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def on_diagnostics(params: types.PublishDiagnosticsParams) -> None:
        published.put_nowait(params)

    @client.feature("shapecoach/status")
    def on_status(_: object) -> None:
        """Not measured."""

    text = (DATA / "gpt2.py").read_text()
    assert text.count(SLIP[0]) == 1
    uri = (DATA / "gpt2.py").as_uri()
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        await client.start_io(sys.executable, "-m", "shapecoach", "lsp")
        await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
        initialized = time.perf_counter() - began
        client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(uri, "python", 1, text.replace(*SLIP))
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await until(published, version=1, some=True)
        diagnosed = time.perf_counter() - began
        changed = time.perf_counter()
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=2, uri=uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        await until(published, version=2, some=False)
        edited = time.perf_counter() - changed
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()
    return Start(initialized, diagnosed, edited)


async def until(published: asyncio.Queue[types.PublishDiagnosticsParams], version: int, some: bool) -> None:
    """Wait for the diagnostics of this version of the document: some, or none any more."""
    while True:
        diagnostics = await published.get()
        if diagnostics.version in (version, None) and bool(diagnostics.diagnostics) is some:
            return


if __name__ == "__main__":
    main()
