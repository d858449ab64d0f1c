"""What was known of a file when it was open last is shown at once; what has changed since is not.

The worker is stopped before the file is opened: what is shown nevertheless comes from the disk.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from lsprotocol import types

pytestmark = pytest.mark.asyncio

SHAPECOACH = [sys.executable, "-P", "-m", "shapecoach", "lsp"]
TEXT = """\
from jaxtyping import Float
from torch import Tensor
from other import g


def f(x: Float[Tensor, "batch d"], y: Float[Tensor, "batch d"]) -> Float[Tensor, "batch batch"]:
    z = g(x)
    return z @ y
"""
OTHER = """\
from jaxtyping import Float
from torch import Tensor


def g(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    return x
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file and what it imports."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "main.py").write_text(TEXT)
    (folder / "other.py").write_text(OTHER)
    return folder


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "shapecoach" / "opened"


async def hints(editor, uri: str) -> list[object]:
    everywhere = types.Range(types.Position(0, 0), types.Position(99, 0))
    shown = await editor.client.text_document_inlay_hint_async(
        types.InlayHintParams(types.TextDocumentIdentifier(uri), everywhere)
    )
    return [(hint.position.line, hint.label) for hint in shown or ()]


async def opened_before(start_editor, folder: Path, entries: Path) -> tuple[list[str], list[object]]:
    """What is said and shown of main.py; afterwards that is kept, and the editor is closed."""
    uri = (folder / "main.py").as_uri()
    editor = await start_editor(SHAPECOACH, root=folder)
    editor.open(uri, TEXT)
    said, shown = await editor.messages(uri), await hints(editor, uri)
    await editor.poll(lambda: entries.is_dir() and any(len(entry.name) == 32 for entry in entries.iterdir()))
    assert said
    assert shown
    return said, shown


async def with_worker_stopped(start_editor, folder: Path):
    editor = await start_editor(SHAPECOACH, root=folder)
    (await editor.worker()).suspend()
    return editor


async def test_it_is_shown_before_pytorch_is_loaded(start_editor, folder, entries) -> None:
    before = await opened_before(start_editor, folder, entries)
    uri = (folder / "main.py").as_uri()
    editor = await with_worker_stopped(start_editor, folder)
    editor.open(uri, TEXT)
    assert (await editor.messages(uri), await hints(editor, uri)) == before
    assert "ready" not in editor.states
    (await editor.worker()).resume()
    await editor.reached("ready")
    await editor.seen(lambda: len(editor.published[uri]) == 2)
    first, second = editor.published[uri]
    assert first.diagnostics == second.diagnostics
    fixed = TEXT.replace("z @ y", "z @ y.T")
    assert await editor.messages(uri, editor.replace(uri, fixed)) == []


@pytest.mark.parametrize("change", ["text", "import", "shown import"])
async def test_what_has_changed_since_is_not(start_editor, folder, entries, change) -> None:
    await opened_before(start_editor, folder, entries)
    uri, other = (folder / "main.py").as_uri(), (folder / "other.py").as_uri()
    editor = await with_worker_stopped(start_editor, folder)
    text, imported = TEXT, OTHER.replace('-> Float[Tensor, "n m"]', '-> Float[Tensor, "m n"]').replace("x\n", "x.T\n")
    match change:
        case "text":
            text = TEXT.replace("z @ y", "z @ y.T")
        case "import":
            (folder / "other.py").write_text(imported)
        case _:
            editor.open(other, imported)
    editor.open(uri, text)
    place = types.DocumentHighlightParams(types.TextDocumentIdentifier(uri), types.Position(5, 26))
    assert await editor.client.text_document_document_highlight_async(place)  # from the text alone
    assert uri not in editor.published
    (await editor.worker()).resume()
    said = await editor.messages(uri)
    assert (said == []) is (change == "text")
