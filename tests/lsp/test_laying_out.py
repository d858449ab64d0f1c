"""Where a learner's folder comes to lie, when somebody asks for one in the editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from shapecoach.lsp.announced import LEARN
from shapecoach.lsp.laying_out import OWN_FOLDER


@pytest.mark.asyncio
async def test_lessons_are_put_where_nothing_else_is(start_editor, server_command, tmp_path: Path) -> None:
    editor = await start_editor(server_command(), root=tmp_path)

    async def lay_out(folder: Path) -> str:
        return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(LEARN, [folder.as_uri()]))

    project = tmp_path / "project"
    project.mkdir()
    assert await lay_out(tmp_path / "new") == (tmp_path / "new").as_uri()
    assert await lay_out(tmp_path / "new") == (tmp_path / "new").as_uri(), "which has lessons, and nothing else"
    assert await lay_out(project) == project.as_uri(), "which is empty"

    work = tmp_path / "work"
    work.mkdir()
    (work / "train.py").write_text("import torch\n", encoding="utf-8")
    assert await lay_out(work) == (work / OWN_FOLDER).as_uri()
    assert {path.name for path in work.iterdir()} == {"train.py", OWN_FOLDER}
