"""The worker process may die or hang at any moment; nothing but its memory is lost."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace

import pytest

from shapecoach.lsp.channel import Packer, Ready, Unpacker
from shapecoach.lsp.worker_process import WorkerProcess

pytestmark = pytest.mark.asyncio

URI, OTHER = "file:///a.py", "file:///b.py"
GOOD = "x = 1 # find x"


async def test_killed_while_idle(editor) -> None:
    editor.open(URI, GOOD)
    assert await editor.messages(URI) == ["x does not fit"]
    (await editor.worker()).kill()
    version = editor.replace(URI, "y = 1 # find y")
    assert await editor.messages(URI, version) == ["y does not fit"]


async def test_killed_in_the_middle_of_an_analysis(editor, tmp_path) -> None:
    editor.open(OTHER, GOOD)
    await editor.diagnostics(OTHER)
    flag = tmp_path / "began"
    editor.open(URI, f"# hang once {flag}\ny = 1 # find y")
    await editor.poll(flag.exists)
    (await editor.worker()).kill()
    assert await editor.messages(URI) == ["y does not fit"]  # tried once more, without an edit
    version = editor.replace(OTHER, "z = 1 # find z")
    assert await editor.messages(OTHER, version) == ["z does not fit"]


async def test_killed_while_loading_the_engine(start_editor) -> None:
    editor = await start_editor([sys.executable, "-P", "-m", "shapecoach", "lsp"])
    (await editor.worker()).kill()
    editor.open(URI, "import torch\nx = torch.zeros(2, 3)\n")
    assert await editor.diagnostics(URI) == []
    await editor.reached("ready")


async def test_a_worker_that_hangs_is_replaced(start_editor, server_command, tmp_path) -> None:
    editor = await start_editor(server_command(seconds=1.0))
    editor.open(URI, f"# hang once {tmp_path / 'began'}\n" + GOOD)
    hanging = await editor.worker()
    assert await editor.messages(URI) == ["x does not fit"]
    assert "failed" in editor.states
    assert not hanging.is_running()


async def test_a_document_that_kills_the_worker_twice_is_left_alone_until_it_is_edited(editor) -> None:
    editor.open(URI, "# die\n" + GOOD)
    assert await editor.diagnostics(URI) == []
    await editor.seen(lambda: editor.states.count("failed") == 2)
    editor.open(OTHER, GOOD)
    assert await editor.messages(OTHER) == ["x does not fit"]
    assert editor.states.count("failed") == 2
    version = editor.replace(URI, GOOD)
    assert await editor.messages(URI, version) == ["x does not fit"]


async def test_what_was_known_stays_until_something_newer_is(editor) -> None:
    editor.open(URI, GOOD)
    assert await editor.messages(URI) == ["x does not fit"]
    (await editor.worker()).kill()
    await editor.seen(lambda: editor.states.count("ready") == 2)
    assert [len(published.diagnostics) for published in editor.published[URI]] == [1]


async def test_one_worker_at_a_time_and_none_left_over(editor) -> None:
    for starts in range(1, 4):
        await editor.seen(lambda starts=starts: editor.states.count("ready") == starts)
        (await editor.worker()).kill()
    editor.open(URI, GOOD)
    assert await editor.messages(URI) == ["x does not fit"]
    assert len(editor.server.children(recursive=True)) == 1


async def test_a_fault_in_the_engine_costs_one_answer_but_no_process(editor) -> None:
    worker = await editor.worker()
    editor.open(URI, "# raise\n" + GOOD)
    assert await editor.diagnostics(URI) == []
    version = editor.replace(URI, GOOD)
    assert await editor.messages(URI, version) == ["x does not fit"]
    assert "failed" not in editor.states
    assert worker.is_running()


async def test_an_engine_that_cannot_be_loaded(start_editor, tmp_path) -> None:
    script = tmp_path / "serve.py"
    script.write_text("from shapecoach.lsp.serve import make_server\nmake_server('no_such_module:f').start_io()\n")
    editor = await start_editor([sys.executable, str(script)])
    editor.open(URI, GOOD)
    assert await editor.diagnostics(URI) == []
    await editor.seen(lambda: editor.states.count("failed") == 2)
    version = editor.replace(URI, GOOD + "\n")
    assert await editor.diagnostics(URI, version) == []


async def test_a_cancellation_that_comes_with_a_message_is_not_lost() -> None:
    """Else a server that is shut down just when its worker is ready would wait for it for ever."""
    worker, stream = WorkerProcess.__new__(WorkerProcess), asyncio.StreamReader()
    worker._process = SimpleNamespace(stdout=stream)  # pyright: ignore
    worker._unpacker = Unpacker()  # pyright: ignore
    waiting = asyncio.ensure_future(worker.ready(seconds=5))
    for _ in range(2):
        await asyncio.sleep(0)
    stream.feed_data(Packer().pack(Ready()))
    await asyncio.sleep(0)
    is_over = waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert is_over or waiting.cancelled()
