"""What goes wrong around the server: each fault is said, and the editor stays usable.  With the real lessons."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

import shapecoach
from shapecoach.lessons import LearnerFolder, Outcome, Verdict, catalogue, learn

pytestmark = pytest.mark.asyncio

EXERCISE = catalogue().exercise("split_heads")
CODE = "import torch\nx = torch.zeros(2, 3) @ torch.zeros(4, 5)\n"
URI = "file:///a.py"

WITH_MODES = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
"""Before a command: root, too, may only do what a file's mode says."""


async def command(editor: Any, name: str, uri: str) -> Any:
    ask = types.ExecuteCommandParams(f"shapecoach.server.{name}", [uri])
    return await editor.client.workspace_execute_command_async(ask)


def said(editor: Any) -> list[str]:
    return [message.message for message in editor.client.messages]


def at_the_exercise(editor: Any, folder: LearnerFolder, text: str = EXERCISE.solution) -> str:
    """Opens the exercise's file, with an answer in the editor that isn't saved."""
    uri = folder.path_of(EXERCISE).as_uri()
    editor.open(uri, text)
    return uri


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A folder of lessons on a disk without room, and what the server's command must begin with to find it so."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    is_small = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        folder = learn(place / "lessons")
        folder.path_of(EXERCISE).write_text(EXERCISE.solution)
        if is_small:
            fill(place / "rest")
            yield SimpleNamespace(folder=folder, before=[], why="No space left on device")
        else:  # who may not mount one has a server that may write nothing to any file
            yield SimpleNamespace(
                folder=folder, before=["sh", "-c", 'ulimit -f 0; exec "$@"', "sh"], why="File too large"
            )
    finally:
        if is_small:
            subprocess.run(["umount", str(place)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


async def test_a_full_disk(start_editor, server_command, full_disk) -> None:
    editor, folder = await start_editor([*full_disk.before, *server_command()]), full_disk.folder
    uri = at_the_exercise(editor, folder)
    assert (await command(editor, "run", uri))["outcome"] == "passed"
    assert any("Progress can't be kept in" in told and full_disk.why in told for told in said(editor))
    await command(editor, "reset", uri)
    assert "can't be written" in said(editor)[-1] and full_disk.why in said(editor)[-1]
    assert folder.path_of(EXERCISE).read_text() == EXERCISE.solution
    assert await command(editor, "learn", (folder.root.parent / "another").as_uri()) is None
    assert "The lessons can't be written to" in said(editor)[-1] and full_disk.why in said(editor)[-1]
    version = editor.replace(uri, "x = 1 # find x\n")
    assert "x does not fit" in await editor.messages(uri, version)


async def test_a_folder_that_may_not_be_written_to(start_editor, server_command, tmp_path: Path) -> None:
    folder = learn(tmp_path / "lessons")
    folder.path_of(EXERCISE).write_text(EXERCISE.solution)
    folder.remember(Verdict(EXERCISE.name, Outcome.FAILED))
    modes = {path: path.stat().st_mode for path in (folder.root, *folder.root.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & 0o555)
    try:
        editor = await start_editor([*WITH_MODES, *server_command()], root=folder.root)
        uri = at_the_exercise(editor, folder)
        asked = types.CodeLensParams(types.TextDocumentIdentifier(uri))
        lenses = await editor.client.text_document_code_lens_async(asked)
        assert lenses[0].command.title.startswith("✗ ")  # what was there before is known
        tree = await editor.client.protocol.send_request_async("shapecoach/lessons", {})
        assert tree.summary
        assert (await command(editor, "run", uri))["outcome"] == "passed"
        assert all("Permission denied" in told for told in said(editor)) and said(editor)
        await command(editor, "reset", uri)
        assert "can't be written: Permission denied" in said(editor)[-1]
        version = editor.replace(uri, "x = 1 # find x\n")
        assert "x does not fit" in await editor.messages(uri, version)
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


async def test_a_folder_that_is_moved(editor, tmp_path: Path) -> None:
    folder = learn(tmp_path / "lessons")
    uri = at_the_exercise(editor, folder)
    await command(editor, "hint", uri)
    moved = LearnerFolder(folder.root.rename(tmp_path / "elsewhere"))
    for name in ("run", "hint", "reset"):
        assert await command(editor, name, uri) is None
        assert said(editor)[-1].endswith("is not there any more. Open the exercise where it is now.")
    assert not folder.root.exists()
    assert (await command(editor, "run", at_the_exercise(editor, moved)))["outcome"] == "passed"
    assert moved.status(EXERCISE).hints_seen == 1


async def test_a_folder_that_is_moved_while_its_tests_run(editor, tmp_path: Path) -> None:
    folder = learn(tmp_path / "lessons")
    uri = at_the_exercise(editor, folder, "import time\ntime.sleep(2)\n" + EXERCISE.solution)
    run = asyncio.ensure_future(command(editor, "run", uri))
    await asyncio.sleep(1)
    folder.root.rename(tmp_path / "elsewhere")
    assert (await run)["outcome"] == "passed"
    assert "Progress can't be kept in" in said(editor)[-1]
    assert not folder.root.exists()


async def test_two_windows_on_one_folder(start_editor, server_command, tmp_path: Path) -> None:
    folder = learn(tmp_path / "lessons")
    windows = [await start_editor(server_command(), root=folder.root) for _ in range(2)]
    uris = [at_the_exercise(window, folder) for window in windows]
    results = await asyncio.gather(*(command(window, "run", uri) for window, uri in zip(windows, uris, strict=True)))
    await asyncio.gather(*(command(window, "hint", uri) for window, uri in zip(windows, uris, strict=True)))
    assert [result["outcome"] for result in results] == ["passed", "passed"]
    status = LearnerFolder(folder.root).status(EXERCISE)
    assert (status.tries, status.hints_seen) == (2, 2)
    assert [told for window in windows for told in said(window) if not told.startswith("Hint ")] == []
    for window in windows:
        tree = await window.client.protocol.send_request_async("shapecoach/lessons", {})
        assert tree.summary.startswith("1 of ")


async def test_a_python_that_is_deleted(start_editor, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    sources = Path(shapecoach.__file__).parents[1]  # an editable install's `.pth` is not followed from another
    (packages / "everything.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sources}\n")
    editor = await start_editor([str(environment / "bin" / "python"), "-P", "-m", "shapecoach", "lsp"])
    editor.open(URI, CODE)
    assert len(await editor.diagnostics(URI)) == 1
    shutil.rmtree(environment)
    (await editor.worker()).kill()
    await editor.seen(lambda: editor.states.count("failed") == 2)
    assert "bin/python can't be started: No such file or directory" in editor.last_message
    version = editor.replace(URI, CODE + "\n")
    assert await editor.diagnostics(URI, version) == []
    result = await command(editor, "run", at_the_exercise(editor, learn(tmp_path / "lessons")))
    assert result["outcome"] == "error"
    assert result["message"].endswith("bin/python: No such file or directory.")


async def test_five_thousand_files(start_editor, server_command, tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"module_{number}.py").write_text(f"from module_{number // 2} import x\n")
    editor = await start_editor(server_command(), root=tmp_path)
    path = tmp_path / "module_0.py"
    text = "type Scores = int\nx = 1 # find x\n"
    began = time.monotonic()
    editor.open(path.as_uri(), text)
    assert "x does not fit" in await editor.messages(path.as_uri())
    place = types.ReferenceParams(
        types.ReferenceContext(True), types.TextDocumentIdentifier(path.as_uri()), types.Position(1, 0)
    )
    await editor.client.text_document_references_async(place)
    tree = await editor.client.protocol.send_request_async("shapecoach/lessons", {})
    assert tree.nodes == []
    assert time.monotonic() - began < 60


async def test_a_file_of_20_megabytes(editor) -> None:
    began = time.monotonic()
    editor.open(URI, "x = 1 # find x\n" * (20 * 2**20 // 15))
    (told,) = await editor.messages(URI)
    assert told == "Shape Coach doesn't look at this file: it has more than 1,000,000 characters."
    editor.open("file:///b.py", "x = 1 # find x")
    assert await editor.messages("file:///b.py") == ["x does not fit"]
    assert "failed" not in editor.states
    assert time.monotonic() - began < 60
