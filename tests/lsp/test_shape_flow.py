"""The flow of a function in an editor: as a page beside the code, or as Markdown."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest
from lsprotocol import types

from shapecoach.analysis.model import Analysis, Fact, Position, Range
from shapecoach.axes.reading import read_axes
from shapecoach.drawing.themes import PAGE
from shapecoach.lsp.features.shape_flow import flow_action, flow_page

URI = "file:///a.py"
TEXT = """\
class Net:
    def forward(self, x):

        y = x.sum(0)
        return y


def plain(n):
    return n
"""


def fact(text: str, line: int, *dims: str, binding: bool = False) -> Fact:
    start = TEXT.split("\n")[line].index(text)
    place = Range(Position(line, start), Position(line, start + len(text)))
    return Fact(text, place, "Net.forward", dims, "float", binding=binding)


ANALYSIS = Analysis(
    facts=(
        fact("x", 1, "batch", "d", binding=True),
        fact("y", 3, "d", binding=True),
        fact("x", 3, "batch", "d"),
        fact("x.sum(0)", 3, "d"),
        fact("y", 4, "d"),
    )
)


def page(line: int, function: str | None = None):
    return flow_page(TEXT, read_axes(TEXT), ANALYSIS, line, function)


@pytest.mark.parametrize(
    ("line", "function"),
    [(1, None), (2, None), (4, None), (0, "Net.forward"), (99, "Net.forward"), (4, "gone.by.now")],
)
def test_the_function_of_that_name_or_else_the_one_around_the_line(line: int, function: str | None) -> None:
    shown = page(line, function)
    assert (shown.function, shown.title) == ("Net.forward", "Shape flow of Net.forward")
    root = ElementTree.fromstring(shown.drawing)
    assert [one.attrib["data-line"] for one in root.iter() if "data-line" in one.attrib] == ["1", "3"]
    assert PAGE.text in shown.drawing
    assert shown.mermaid.startswith("flowchart TD\n")
    assert f'<main class="flow">{shown.drawing}</main>' in shown.html
    assert f'data-copy="{escape(shown.mermaid)}"' in shown.html
    assert shown.as_markdown == f"# Shape flow of Net.forward\n\n```mermaid\n{shown.mermaid}```\n"


@pytest.mark.parametrize("line", [8, 6, -1, 10**9])
def test_where_no_tensors_are_known_the_page_is_empty(line: int) -> None:
    shown = page(line)
    assert (shown.drawing, shown.mermaid, shown.message) == ("", "", "No tensors are known here.")


def test_what_is_too_large_to_draw_is_text() -> None:
    lines = ["def f(x):"] + [f"    x{number + 1} = x{number} + 1" for number in range(200)]
    facts = [
        Fact(name, Range(Position(row, at), Position(row, at + len(name))), "f", ("d",), "float", binding=is_target)
        for row in range(1, 201)
        for name, at, is_target in (
            (f"x{row}", 4, True),
            (f"x{row - 1} + 1", lines[row].index("=") + 2, False),
            (f"x{row - 1}", lines[row].index("=") + 2, False),
        )
    ]
    text = "\n".join(lines)
    shown = flow_page(text, read_axes(text), Analysis(facts=tuple(facts)), 0, "f")
    assert (shown.drawing, shown.message) == ("", "There are too many tensors here to draw.")
    assert shown.mermaid.count("-->") == 200


def actions(line: int, has_page: bool = False) -> list[types.CodeAction]:
    at = Position(line, 4)
    return flow_action(TEXT, read_axes(TEXT), ANALYSIS, URI, Range(at, at), has_page)


def test_it_is_offered_where_a_function_with_tensors_begins() -> None:
    (action,) = actions(1)
    assert action.title == "Show the shape flow of `forward`"
    assert action.command is not None
    assert (action.command.command, action.command.arguments) == ("shapecoach.server.shapeFlow", [URI, 1])
    (with_page,) = actions(1, has_page=True)
    assert with_page.command is not None
    assert with_page.command.command == "shapecoach.shapeFlow"
    assert [actions(line) for line in (0, 3, 7)] == [[], [], []]


SOURCE = "def f(x):\n    x = 1 # find x\n    z = x + 1\n"


@pytest.mark.asyncio
async def test_the_request(start_editor, server_command) -> None:
    editor = await start_editor(server_command(), options={"pictures": "light", "flowPage": True})
    editor.open(URI, SOURCE)

    async def ask(**params: Any) -> Any:
        return await editor.client.protocol.send_request_async("shapecoach/shapeFlow", params)

    answer = await ask(uri=URI, line=1)
    assert (answer.function, answer.title) == ("f", "Shape flow of f")
    assert answer.html.endswith('<main class="flow"><p>No tensors are known here.</p></main>')
    assert (await ask(uri=URI, line="one", function=7)).function == ""
    assert await ask(uri="file:///not/open.py", line=1) is None
    assert await ask() is None
    (action,) = await editor.client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(URI),
            types.Range(types.Position(0, 0), types.Position(0, 0)),
            types.CodeActionContext([], only=["shapecoach.shapeFlow"]),
        )
    )
    assert "'command': 'shapecoach.shapeFlow'" in str(action.command)  # which lsprotocol reads as a command's name


@pytest.mark.asyncio
async def test_an_editor_without_a_page_opens_a_file(start_editor) -> None:
    editor = await start_editor([sys.executable, "-m", "shapecoach", "lsp"])
    editor.open(URI, "import torch\n\ndef f():\n    x = torch.zeros(2, 3)\n    return x.sum(0)\n")

    async def show(*arguments: object) -> None:
        params = types.ExecuteCommandParams("shapecoach.server.shapeFlow", [URI, *arguments])
        await editor.client.workspace_execute_command_async(params)

    await show()
    assert [message.message for message in editor.client.messages] == ["No tensors are known here."]
    await show(3)
    (params,) = editor.client.shown_documents
    text = Path(urlparse(params.uri).path).read_text(encoding="utf-8")
    assert text.startswith("# Shape flow of f\n\n```mermaid\nflowchart TD\n")
    assert '-->|"sum"|' in text
