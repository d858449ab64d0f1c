"""Code actions asked of a server: what the client wants, and all fixes at once."""

from __future__ import annotations

import sys

import pytest
from lsprotocol import types

pytestmark = pytest.mark.asyncio

URI = "file:///a.py"
IDENTIFIER = types.TextDocumentIdentifier(URI)
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))


async def actions(editor, *only: str) -> list[types.CodeAction]:
    context = types.CodeActionContext(diagnostics=[], only=only or None)
    params = types.CodeActionParams(IDENTIFIER, EVERYWHERE, context)
    return list(await editor.client.text_document_code_action_async(params))


def made(editor, action) -> int:
    """Make the edits of an action, as an editor does: all places are those from before."""
    edits = sorted(action.edit.changes[URI], key=lambda edit: edit.range.start, reverse=True)
    places = [((e.range.start.line, e.range.start.character), (e.range.end.line, e.range.end.character)) for e in edits]
    changes = [(*place, edit.new_text) for place, edit in zip(places, edits, strict=True)]
    return editor.edit(URI, *changes)


async def test_only_the_kinds_that_were_asked_for(editor) -> None:
    editor.open(URI, "x = 1 # find x")
    titles = [action.title for action in await actions(editor)]
    assert titles == [
        "Rename x to y",
        "Rename x to z",
        "Ignore shape-mismatch on this line",
        "Explain shape-mismatch",
    ]
    assert [action.title for action in await actions(editor, "quickfix")] == titles
    assert await actions(editor, "quickfix.other") == []
    assert await actions(editor, "refactor") == []
    for only in ("source", "source.fixAll", "source.fixAll.shapecoach"):
        (action,) = await actions(editor, only)
        assert action.kind == "source.fixAll.shapecoach"
    assert await actions(editor, "source.fixAll.other") == []
    assert await actions(editor, "source.fix") == []
    assert len(await actions(editor, "quickfix", "source.fixAll")) == 5


async def test_everything_is_fixed_at_once(editor) -> None:
    text = "".join(f"x{number} = '😀' # find x{number}\r\n" for number in range(30))
    editor.open(URI, text)
    (action,) = await actions(editor, "source.fixAll")
    version = made(editor, action)
    assert await editor.diagnostics(URI, version) == []
    assert await actions(editor, "source.fixAll") == []


async def test_a_fix_that_does_not_hold_beside_the_others_is_left_out(editor) -> None:
    editor.open(URI, "x = x # find x\nz = 1 # find z")  # x is found again further on in the line
    (action,) = await actions(editor, "source.fixAll")
    version = made(editor, action)
    (left,) = await editor.diagnostics(URI, version)
    assert (left.message, left.range.start) == ("x does not fit", types.Position(0, 0))
    assert await actions(editor, "source.fixAll") == []


async def test_a_comment_silences_and_goes_again(start_editor) -> None:
    """With the real engine: told, silenced, mended, the comment removed."""
    editor = await start_editor([sys.executable, "-P", "-m", "shapecoach", "lsp"])
    head = "from jaxtyping import Float\nfrom torch import Tensor\n\n"
    head += 'def f(a: Float[Tensor, "3 5"], b: Float[Tensor, "4"]):\n'
    editor.open(URI, head + "    return a + b  # why\n")
    assert len(await editor.diagnostics(URI)) == 1
    silence = next(action for action in await actions(editor) if action.title.startswith("Ignore"))
    version = made(editor, silence)
    assert await editor.diagnostics(URI, version) == []
    version = editor.edit(URI, ((4, 11), (4, 16), "a"))
    (unused,) = await editor.diagnostics(URI, version)
    assert unused.code == "unused-ignore"
    remove = next(action for action in await actions(editor) if action.title.startswith("Remove"))
    version = made(editor, remove)
    assert await editor.diagnostics(URI, version) == []
    version = editor.edit(URI, ((4, 11), (4, 12), "a + b"))
    assert len(await editor.diagnostics(URI, version)) == 1
