"""`[tool.shapecoach]` of a pyproject.toml in the editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsp_editor import Editor
from lsprotocol import types

pytestmark = pytest.mark.asyncio

GOOD = "x = 1 # find x"


def save(editor: Editor, path: Path, text: str | None) -> None:
    """Change a file on disk, and tell of it as an editor does."""
    kind = types.FileChangeType.Changed
    if text is None:
        path.unlink()
        kind = types.FileChangeType.Deleted
    else:
        path.write_text(text)
    change = types.FileEvent(path.as_uri(), kind)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))


async def shows(editor: Editor, uri: str, messages: list[str]) -> None:
    await editor.seen(
        lambda: uri in editor.published and [d.message for d in editor.published[uri][-1].diagnostics] == messages
    )


async def test_a_change_holds_at_once(editor: Editor, tmp_path: Path) -> None:
    file, toml = (tmp_path / "a.py").as_uri(), tmp_path / "pyproject.toml"
    editor.open(file, GOOD)
    await shows(editor, file, ["x does not fit"])
    save(editor, toml, '[tool.shapecoach]\nignore = ["shape-mismatch"]')
    await shows(editor, file, [])
    save(editor, toml, '[tool.shapecoach]\nselect = ["shape-mismatch"]')
    await shows(editor, file, ["x does not fit"])
    save(editor, toml, '[tool.shapecoach]\nexclude = ["a.*"]')
    await shows(editor, file, [])
    save(editor, toml, None)
    await shows(editor, file, ["x does not fit"])


async def test_its_faults_are_shown_in_it_until_they_are_mended(editor: Editor, tmp_path: Path) -> None:
    file, toml = (tmp_path / "a.py").as_uri(), tmp_path / "pyproject.toml"
    toml.write_text('[tool.shapecoach]\nignroe = ["shape-mismatch"]\nexclude = []')
    editor.open(file, GOOD)
    await shows(editor, toml.as_uri(), ["there is no setting called 'ignroe'. Did you mean ignore?"])
    assert editor.published[toml.as_uri()][-1].diagnostics[0].range.start == types.Position(1, 0)
    await shows(editor, file, ["x does not fit"])
    save(editor, toml, '[tool.shapecoach]\nignore = ["shape-mismatch"]')
    await shows(editor, toml.as_uri(), [])
    await shows(editor, file, [])
