"""The server's text is the editor's text, whatever is typed and whatever the text consists of."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from shapecoach.lsp.documents import Document
from shapecoach.lsp.text import code_points, offset_of, split_lines, utf16_length

TEXT = st.text(st.sampled_from("a é😀\n\r\x0c\u2028\t"), max_size=30)


@given(TEXT)
def test_lines_joined_are_the_text(text: str) -> None:
    assert "".join(split_lines(text)) == text


def test_lines_end_where_python_ends_them() -> None:
    assert split_lines("a\x0cb\u2028c\r\nd\re\n\n") == ["a\x0cb\u2028c\r\n", "d\r", "e\n", "\n"]
    assert split_lines("") == []


def test_columns_count_utf16_units() -> None:
    assert utf16_length("a😀é") == 4
    assert [code_points("a😀é", units) for units in (0, 1, 3, 4, 9)] == [0, 1, 2, 3, 3]


@given(TEXT, st.data())
def test_an_edit_lands_where_the_editor_made_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
        return  # no position lies within a line end
    inserted = data.draw(TEXT)
    document = Document("file:///a.py", source=text, version=1, language_id="python")
    document.apply_change(
        types.TextDocumentContentChangePartial(types.Range(position(text, start), position(text, end)), inserted)
    )
    assert document.source == text[:start] + inserted + text[end:]


def position(text: str, index: int) -> types.Position:
    """Where LSP says that the character at `index` is."""
    before = split_lines(text[:index])
    if before and not before[-1].endswith(("\r", "\n")):
        return types.Position(len(before) - 1, utf16_length(before[-1]))
    return types.Position(len(before), 0)


def test_a_position_past_the_end_means_the_end() -> None:
    assert offset_of("ab\ncd", 0, 99) == 2
    assert offset_of("ab\ncd", 7, 0) == 5


@pytest.mark.parametrize(
    ("uri", "language", "text", "analysable"),
    [
        ("file:///a.py", "python", "x", True),
        ("file:///a.py", None, "x", True),
        ("untitled:Untitled-1", "python", "x", True),
        ("file:///a.md", "markdown", "x", False),
        ("file:///a.py", "python", "x" * 1_000_001, False),
    ],
)
def test_what_is_analysed(uri: str, language: str | None, text: str, analysable: bool) -> None:
    assert Document(uri, source=text, version=1, language_id=language).analysable is analysable


@pytest.mark.asyncio
async def test_edits_after_text_outside_the_basic_plane_and_a_form_feed(editor) -> None:
    uri = "untitled:Untitled-1"
    editor.open(uri, "s = '😀'; x = 1\x0c\nlast")
    version = editor.edit(uri, ((0, 14), (0, 15), "2 # find x\n"), ((2, 0), (2, 4), "y = 2 # find y"))
    x, y = await editor.diagnostics(uri, version)
    assert (x.message, x.range.start) == ("x does not fit", types.Position(0, 10))
    assert (y.message, y.range.start) == ("y does not fit", types.Position(2, 0))


@pytest.mark.asyncio
async def test_documents_that_are_left_alone(editor) -> None:
    editor.open("file:///notes.md", "x = 1 # find x", language="markdown")
    editor.open("file:///data.py", "x = 1 # find x\n" + "#" * 1_000_001)
    assert await editor.diagnostics("file:///notes.md") == []
    (told,) = await editor.messages("file:///data.py")
    assert "doesn't look at this file" in told
    huge = editor.replace("file:///data.py", "x = 1 # find x")
    assert await editor.messages("file:///data.py", huge) == ["x does not fit"]


@pytest.mark.asyncio
async def test_a_closed_document_has_no_diagnostics(editor) -> None:
    uri = "file:///a.py"
    editor.open(uri, "x = 1 # find x")
    assert await editor.messages(uri) == ["x does not fit"]
    editor.close(uri)
    async with asyncio.timeout(30):
        while editor.published[uri][-1].diagnostics:
            await asyncio.sleep(0.01)
