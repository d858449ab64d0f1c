"""Editors connected to servers."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import client_capabilities

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from lsp_editor import PATIENCE, Editor  # noqa: E402

StartEditor = Callable[..., Awaitable[Editor]]


@pytest.fixture
def server_command() -> Callable[..., list[str]]:
    """The command that starts a server whose worker has the tests' engine; `seconds` an analysis may take."""
    return lambda seconds=30.0: [sys.executable, str(HERE / "serve_with_engine_for_tests.py"), str(seconds)]


@pytest_asyncio.fixture
async def start_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StartEditor]:
    """Start a server with the command given, and connect an editor to it; afterwards nothing of it may be left."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(HERE), prepend=os.pathsep if os.environ.get("PYTHONPATH") else None)
    started: list[Editor] = []

    async def start(
        command: list[str],
        capabilities: types.ClientCapabilities | None = None,
        options: object = None,
        root: Path | None = None,
    ) -> Editor:
        editor = Editor()
        await editor.client.start_io(*command, env=dict(os.environ))
        started.append(editor)
        async with asyncio.timeout(PATIENCE):
            await editor.client.initialize_session(
                types.InitializeParams(
                    capabilities=capabilities or client_capabilities("visual-studio-code"),
                    initialization_options=options,
                    workspace_folders=[types.WorkspaceFolder(root.as_uri(), root.name)] if root else None,
                )
            )
        return editor

    yield start
    for editor in started:
        await stop(editor)


async def stop(editor: Editor) -> None:
    """Shut the server down; neither it nor any process of it may stay."""
    if not editor.server_runs:
        return
    processes = [editor.server, *editor.server.children(recursive=True)]
    async with asyncio.timeout(PATIENCE):
        await editor.client.shutdown_session()
    await editor.client.stop()
    _, alive = await asyncio.to_thread(psutil.wait_procs, processes, PATIENCE)
    assert alive == []


@pytest_asyncio.fixture
async def editor(start_editor: StartEditor, server_command: Callable[..., list[str]]) -> Editor:
    return await start_editor(server_command())
