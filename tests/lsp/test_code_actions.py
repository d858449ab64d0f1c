"""Code actions asked of a server: what the client wants, and all fixes at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from lsprotocol import types

from shapecoach.lsp.text import offset_of

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


def edits_of(action: types.CodeAction) -> Sequence[types.TextEdit]:
    assert action.edit is not None and action.edit.changes is not None
    return action.edit.changes[URI]


def after(text: str, action: types.CodeAction) -> str:
    """The text that an action's edits leave."""
    for edit in sorted(edits_of(action), key=lambda edit: edit.range.start, reverse=True):
        start, end = (offset_of(text, place.line, place.character) for place in (edit.range.start, edit.range.end))
        text = text[:start] + edit.new_text + text[end:]
    return text


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


async def test_the_shape_that_only_einops_hints_need_is_read_no_more(start_editor) -> None:
    """With the real engine: of two hints neither can take the line away alone; both together do."""
    editor = await start_editor([sys.executable, "-P", "-m", "shapecoach", "lsp"])
    head = "from einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n\n\n"
    head += 'def f(x: Float[Tensor, "batch seq d"], y: Float[Tensor, "batch seq d"]):\n'
    body = "    b, s, d = x.shape\n    return x.view(b * s, d) + y.view(b * s, d)\n"
    editor.open(URI, head + body)
    assert len(await editor.diagnostics(URI)) == 2
    quick = [action for action in await actions(editor, "quickfix") if action.title.startswith("Rewrite")]
    assert [len(edits_of(action)) for action in quick] == [1, 1]
    (everything,) = await actions(editor, "source.fixAll")
    version = made(editor, everything)
    assert await editor.diagnostics(URI, version) == []
    new = 'rearrange({}, "batch seq d -> (batch seq) d")'
    assert after(head + body, everything) == f"{head}    return {new.format('x')} + {new.format('y')}\n"


async def test_the_last_einops_hint_takes_the_line_away_itself(start_editor) -> None:
    editor = await start_editor([sys.executable, "-P", "-m", "shapecoach", "lsp"])
    head = "from einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n\n\n"
    head += 'def f(x: Float[Tensor, "batch seq d"]):\n'
    text = f"{head}    b, s, d = x.shape\n    return x.view(b * s, d)\n"
    editor.open(URI, text)
    assert len(await editor.diagnostics(URI)) == 1
    rewrite = next(action for action in await actions(editor) if action.title.startswith("Rewrite"))
    assert rewrite.title.endswith(", without `b, s, d = x.shape`")
    version = made(editor, rewrite)
    assert await editor.diagnostics(URI, version) == []
    assert after(text, rewrite) == f'{head}    return rearrange(x, "batch seq d -> (batch seq) d")\n'
