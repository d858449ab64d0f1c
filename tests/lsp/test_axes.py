"""Axis names as symbols, as an editor sees them, in a file of 500 lines."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from shapecoach.axes.reading import read_axes

sys.path.insert(0, str(Path(__file__).parents[1]))

from axes.long_file import LONG_FILE

URI = "file:///a.py"
IDENTIFIER = types.TextDocumentIdentifier(URI)


def position_of(text: str, after: str, name: str) -> types.Position:
    """Where the first `name` behind `after` begins."""
    before = text[: text.index(name, text.index(after))]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


IN_ENCODE = position_of(LONG_FILE, "def encode", "seq d_model")
IN_DECODE = position_of(LONG_FILE, "pairs = ", "seq d,")
IN_BLOCK = position_of(LONG_FILE, "def forward(", "seq d_model")


def edited(text: str, edits) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        line, start, end = edit.range.start.line, edit.range.start.character, edit.range.end.character
        lines[line] = lines[line][:start] + edit.new_text + lines[line][end:]
    return "\n".join(lines)


@pytest.mark.asyncio
@pytest.mark.parametrize(("place", "count"), [(IN_ENCODE, 11), (IN_DECODE, 8), (IN_BLOCK, 13)])
async def test_highlights_references_and_definition(editor, place: types.Position, count: int) -> None:
    editor.open(URI, LONG_FILE)
    client = editor.client
    marked = await client.text_document_document_highlight_async(types.DocumentHighlightParams(IDENTIFIER, place))
    assert len(marked) == count
    for declaration, expected in ((True, count), (False, count - 1)):
        found = await client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(declaration), IDENTIFIER, place)
        )
        assert len(found) == expected
    (defined) = await client.text_document_definition_async(types.DefinitionParams(IDENTIFIER, place))
    assert defined.range in [one.range for one in marked]
    assert "Float[" in LONG_FILE.split("\n")[defined.range.start.line].replace("Int[", "Float[")


@pytest.mark.asyncio
async def test_where_no_axis_is_nothing_is_answered(editor) -> None:
    editor.open(URI, LONG_FILE)
    client, place = editor.client, position_of(LONG_FILE, "# seq, before", "seq")
    assert await client.text_document_document_highlight_async(types.DocumentHighlightParams(IDENTIFIER, place)) is None
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(IDENTIFIER, place)) is None
    assert await client.text_document_definition_async(types.DefinitionParams(IDENTIFIER, place)) is None
    nowhere = types.TextDocumentIdentifier("file:///not/open.py")
    assert await client.text_document_definition_async(types.DefinitionParams(nowhere, place)) is None


@pytest.mark.asyncio
@pytest.mark.parametrize("place", [IN_ENCODE, IN_DECODE, IN_BLOCK])
async def test_renamed_and_back_gives_the_same_bytes(editor, place: types.Position) -> None:
    editor.open(URI, LONG_FILE)
    prepared = await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(IDENTIFIER, place))
    assert prepared.placeholder == "seq"
    text = LONG_FILE
    for new in ("position", "seq"):
        edit = await editor.client.text_document_rename_async(types.RenameParams(IDENTIFIER, place, new))
        text = edited(text, edit.changes[URI])
        editor.replace(URI, text)
        assert (text == LONG_FILE) is (new == "seq")
        assert len(read_axes(text).occurrences) == len(read_axes(LONG_FILE).occurrences)


@pytest.mark.asyncio
async def test_a_refused_rename_says_why(editor) -> None:
    editor.open(URI, LONG_FILE)
    with pytest.raises(JsonRpcException, match="`batch` is another axis already, in line 13"):
        await editor.client.text_document_rename_async(types.RenameParams(IDENTIFIER, IN_ENCODE, "batch"))


@pytest.mark.asyncio
async def test_completion_signature_and_hover_are_answered(editor) -> None:
    text = LONG_FILE.replace("    return heads\n", '    y = rearrange(x, "batch ")\n    return heads\n')
    editor.open(URI, text)
    place = position_of(text, "y = rearrange(x", '")')
    client = editor.client
    items = await client.text_document_completion_async(types.CompletionParams(IDENTIFIER, place))
    assert [item.label for item in items][:2] == ["seq", "d_model"]
    assert await client.text_document_completion_async(types.CompletionParams(IDENTIFIER, types.Position(0, 5))) == []
    shown = await client.text_document_signature_help_async(types.SignatureHelpParams(IDENTIFIER, place))
    assert (shown.signatures[0].label, shown.active_parameter) == ("x: batch seq d_model", 1)
    hover = await client.text_document_hover_async(types.HoverParams(IDENTIFIER, IN_ENCODE))
    assert hover.contents.value.startswith("**`seq`**")


@pytest.mark.asyncio
async def test_tokens_are_answered(editor) -> None:
    editor.open(URI, LONG_FILE)
    tokens = await editor.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(IDENTIFIER))
    assert len(tokens.data) == 5 * len(read_axes(LONG_FILE).occurrences)


@pytest.mark.asyncio
async def test_linked_places_are_answered(editor) -> None:
    editor.open(URI, LONG_FILE)
    place = position_of(LONG_FILE, "heads = rearrange", "seq")
    linked = await editor.client.text_document_linked_editing_range_async(
        types.LinkedEditingRangeParams(IDENTIFIER, place)
    )
    assert [one.start.line for one in linked.ranges] == [place.line] * 2


@pytest.mark.asyncio
async def test_a_class_of_elements_is_offered_with_what_must_be_imported(editor) -> None:
    text = "import torch\n\n\ndef f(x: Fl\n"
    editor.open(URI, text)
    place = types.CompletionParams(IDENTIFIER, types.Position(3, 11))
    first, *_ = await editor.client.text_document_completion_async(place)
    assert (first.label, first.insert_text_format) == ("Float", types.InsertTextFormat.Snippet)
    assert first.text_edit.new_text == 'Float[torch.Tensor, "$1"]$0'
    assert [edit.new_text for edit in first.additional_text_edits] == ["\nfrom jaxtyping import Float"]
