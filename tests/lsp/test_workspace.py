"""Documents that import each other: what the editor shows wins over the disk, and a change reaches who reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsp_editor import Editor
from lsprotocol import types

pytestmark = pytest.mark.asyncio


async def says(editor: Editor, uri: str, message: str) -> None:
    """Wait until the last thing published of a document is this one message."""
    await editor.seen(
        lambda: uri in editor.published and [d.message for d in editor.published[uri][-1].diagnostics] == [message]
    )


async def test_the_text_in_the_editor_wins_and_its_edits_reach_who_reads_it(editor: Editor, tmp_path: Path) -> None:
    other, reader = tmp_path / "other.py", (tmp_path / "reader.py").as_uri()
    other.write_text("saved")
    editor.open(reader, f"# read {other}")
    await says(editor, reader, "it says saved")
    editor.open(other.as_uri(), "opened")
    await says(editor, reader, "it says opened")
    editor.replace(other.as_uri(), "edited")
    await says(editor, reader, "it says edited")
    editor.close(other.as_uri())
    await says(editor, reader, "it says saved")


async def test_a_file_that_changes_on_disk(editor: Editor, tmp_path: Path) -> None:
    other, reader = tmp_path / "other.py", (tmp_path / "reader.py").as_uri()
    editor.open(reader, f"# read {other}")
    await says(editor, reader, "it says None")
    other.write_text("saved")
    change = types.FileEvent(other.as_uri(), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    await says(editor, reader, "it says saved")


async def test_documents_that_read_each_other_come_to_rest(editor: Editor, tmp_path: Path) -> None:
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    editor.open(first.as_uri(), f"# read {second}")
    editor.open(second.as_uri(), f"# read {first}")
    await says(editor, first.as_uri(), f"it says # read {first}")
    await says(editor, second.as_uri(), f"it says # read {second}")
    version = editor.replace(first.as_uri(), f"# read {second}\nx = 1")
    await says(editor, second.as_uri(), f"it says # read {second}\nx = 1")
    await editor.diagnostics(first.as_uri(), version)
    seen = len(editor.published[first.as_uri()])
    editor.open((tmp_path / "last.py").as_uri(), "x = 1 # find x")
    await editor.diagnostics((tmp_path / "last.py").as_uri())
    assert len(editor.published[first.as_uri()]) == seen


async def test_a_new_worker_knows_the_open_texts(editor: Editor, tmp_path: Path) -> None:
    other, reader = tmp_path / "other.py", (tmp_path / "reader.py").as_uri()
    editor.open(other.as_uri(), "opened")
    editor.open(reader, f"# read {other}")
    await says(editor, reader, "it says opened")
    (await editor.worker()).kill()
    version = editor.replace(reader, f"# read {other}\n")
    assert await editor.messages(reader, version) == ["it says opened"]
