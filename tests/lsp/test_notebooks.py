"""Cells of notebooks: one source for the engine, each with its own places for the editor."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from raw_client import RawClient

from shapecoach.hints import examine
from shapecoach.lsp.notebooks import Notebook, Part
from shapecoach.lsp.text import edited, split_lines

BOOK = "file:///a.ipynb"
EVERYWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}


def cell(number: int) -> str:
    return f"vscode-notebook-cell:/a.ipynb#{number}"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("x = 1", "x = 1\n"),
        ("x = 1\r\n", "x = 1\r\n"),
        ("", "\n"),
        ("%matplotlib inline\nx = 1", "0                 \nx = 1\n"),
        ("!pip install einops\n", "0                  \n"),
        ("if x:\n    %time f()\n", "if x:\n    0        \n"),
        ("files = !ls\ny = 2", "0          \ny = 2\n"),
        ("x.shape?\n?x\nx??", "0       \n0 \n0  \n"),
        ("%%bash\necho 1\n\nls", "0     \n0     \n\n0 \n"),
        ("%%time\nx = 1", "0     \nx = 1\n"),
        ('s = """\n%no magic\n!nor this\n"""', 's = """\n%no magic\n!nor this\n"""\n'),
        ("y = (x\n  % 3)", "y = (x\n  % 3)\n"),
        ("await f()", "await f()\n"),
    ],
)
def test_magic_is_blank(text: str, source: str) -> None:
    made = Notebook({"a": text}).source
    assert made == source
    ast.parse(made)
    assert [len(line.rstrip("\r\n")) for line in split_lines(made)] == [
        len(line.rstrip("\r\n")) for line in split_lines(text) or [""]
    ]


def test_parts_are_where_the_cells_are() -> None:
    book = Notebook({"a": "x\ny", "b": "", "c": "z\n", "d": "w"})
    assert book.source == "x\ny\n\nz\nw\n"
    assert [book.part(name) for name in "abcd"] == [Part(0, 2), Part(2, 3), Part(3, 4), Part(4, 5)]


def test_names_are_shared_across_cells_with_the_real_engine() -> None:
    book = Notebook(
        {
            "a": "import torch\n%load_ext autoreload",
            "b": "x = torch.zeros(3, 5)",
            "c": "%%time\n\ny = x @ x",
            "d": "z = x.mT",
        }
    )
    analysis = examine(book.source)
    (finding,) = book.part("c").of(analysis).findings
    assert (finding.rule, finding.range.start) == ("shape-mismatch", (2, 4))
    assert [(fact.name, fact.dims, fact.range.start) for fact in book.part("d").of(analysis).facts if fact.binding] == [
        ("z", ("5", "3"), (0, 0))
    ]
    for fix in finding.fixes:
        after = examine(book.with_cell("c", edited(book.cells["c"], fix.edits)).source)
        assert "shape-mismatch" not in {each.rule for each in after.findings}


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    announced = client.initialize({"notebookDocument": {"synchronization": {}}, "workspace": {"configuration": True}})
    assert announced["notebookDocumentSync"]["notebookSelector"][0]["cells"] == [{"language": "python"}]
    yield client
    assert client.end() == 0


def text_document(number: int, text: str, language: str = "python") -> dict[str, Any]:
    return {"uri": cell(number), "languageId": language, "version": 1, "text": text}


def open_book(client: RawClient, *texts: str) -> None:
    cells = [{"kind": 2, "document": cell(number)} for number in range(len(texts))]
    book = {"uri": BOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    documents = [text_document(number, text) for number, text in enumerate(texts)]
    client.notify("notebookDocument/didOpen", {"notebookDocument": book, "cellTextDocuments": documents})


def change_book(client: RawClient, version: int, **cells: Any) -> None:
    book = {"uri": BOOK, "version": version}
    client.notify("notebookDocument/didChange", {"notebookDocument": book, "change": {"cells": cells}})


def found(client: RawClient, number: int) -> list[tuple[str, int]] | None:
    """What was published last of a cell: each message and its line; None where nothing was yet."""
    told = [t for t in client.notifications("textDocument/publishDiagnostics") if t["uri"] == cell(number)]
    return [(d["message"], d["range"]["start"]["line"]) for d in told[-1]["diagnostics"]] if told else None


def ask(client: RawClient, method: str, number: int, **params: Any) -> Any:
    return client.ask(f"textDocument/{method}", {"textDocument": {"uri": cell(number)}} | params)["result"]


def test_each_cell_has_its_own_places(client: RawClient) -> None:
    open_book(client, "%time\nx = 1 # find x", "", "\n\ny = 2 # find y")
    client.wait(lambda: all(found(client, number) is not None for number in range(3)))
    assert [found(client, number) for number in range(3)] == [[("x does not fit", 1)], [], [("y does not fit", 2)]]
    shown = ask(client, "hover", 2, position={"line": 2, "character": 0})
    assert "y: Float[Tensor" in shown["contents"]["value"]
    assert shown["range"]["start"] == {"line": 2, "character": 0}
    assert [hint["position"] for hint in ask(client, "inlayHint", 2, range=EVERYWHERE)] == [{"line": 2, "character": 1}]
    fix, *_, silence, _ = ask(client, "codeAction", 2, range=EVERYWHERE, context={"diagnostics": []})
    assert fix["edit"]["changes"][cell(2)][0]["range"]["start"] == {"line": 2, "character": 0}
    assert silence["edit"]["changes"][cell(2)][0]["range"]["start"]["line"] == 2
    everything = {"diagnostics": [], "only": ["source.fixAll"]}
    (action,) = ask(client, "codeAction", 0, range=EVERYWHERE, context=everything)
    (edit,) = action["edit"]["changes"][cell(0)]
    assert (edit["range"]["start"], edit["newText"]) == ({"line": 1, "character": 0}, "y")


def test_cells_that_change_come_move_and_go(client: RawClient) -> None:
    open_book(client, "x = 1 # find x", "y = 2 # find y")
    client.wait(lambda: found(client, 0) and found(client, 1))
    changes = [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "\n\n"}]
    change_book(client, 2, textContent=[{"document": {"uri": cell(0), "version": 2}, "changes": changes}])
    client.wait(lambda: found(client, 0) == [("x does not fit", 2)])
    assert found(client, 1) == [("y does not fit", 0)]
    new = {"kind": 2, "document": cell(2)}
    structure = {"array": {"start": 0, "deleteCount": 0, "cells": [new]}, "didOpen": [text_document(2, "z # find z")]}
    change_book(client, 3, structure=structure)
    client.wait(lambda: found(client, 2) == [("z does not fit", 0)])
    shown = ask(client, "hover", 1, position={"line": 0, "character": 0})
    assert shown["range"]["start"]["line"] == 0
    structure = {"array": {"start": 1, "deleteCount": 1}, "didClose": [{"uri": cell(0)}]}
    change_book(client, 4, structure=structure)
    client.wait(lambda: found(client, 0) == [])
    assert ask(client, "hover", 0, position={"line": 2, "character": 0}) is None
    assert ask(client, "hover", 1, position={"line": 0, "character": 0}) is not None
    closed = {"notebookDocument": {"uri": BOOK}, "cellTextDocuments": [{"uri": cell(1)}, {"uri": cell(2)}]}
    client.notify("notebookDocument/didClose", closed)
    client.wait(lambda: found(client, 1) == [] and found(client, 2) == [])
    assert ask(client, "hover", 1, position={"line": 0, "character": 0}) is None


def test_cells_of_other_languages_are_left_alone(client: RawClient) -> None:
    cells = [{"kind": 1, "document": cell(0)}, {"kind": 2, "document": cell(1)}, {"kind": 2, "document": cell(2)}]
    book = {"uri": BOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    documents = [
        text_document(0, "x # find x", "markdown"),
        text_document(1, "y # find y", "r"),
        text_document(2, "z # find z"),
    ]
    client.notify("notebookDocument/didOpen", {"notebookDocument": book, "cellTextDocuments": documents})
    client.wait(lambda: found(client, 2))
    assert (found(client, 0), found(client, 1), found(client, 2)) == (None, None, [("z does not fit", 0)])
