"""An axis that several files or cells share, as an editor sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from raw_client import RawClient

from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.reading import read_axes
from shapecoach.lsp import axis_files
from shapecoach.lsp.axis_files import AxisFiles
from shapecoach.lsp.session import Session
from shapecoach.lsp.text import offset_of

HEAD = "from einops import rearrange\nfrom jaxtyping import Float\nfrom torch import Tensor\n"
SHAPES = HEAD + 'Image = Float[Tensor, "c h w"]\n'
MODEL = (
    HEAD
    + """from shapes import Image


def flat(image: Image, rows: Float[Tensor, "h"]):
    return rearrange(image, "c h w -> (h w) c")  # h
"""
)
BOOK = "file:///a.ipynb"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[RawClient]:
    (tmp_path / "shapes.py").write_text(SHAPES)
    (tmp_path / "model.py").write_bytes(MODEL.replace("\n", "\r\n").encode())
    (tmp_path / "apart.py").write_text(HEAD + 'Other = Float[Tensor, "h"]\n')
    client = RawClient()
    folders = [{"uri": tmp_path.as_uri(), "name": "a"}]
    capabilities = {"workspace": {"workspaceFolders": True}, "notebookDocument": {"synchronization": {}}}
    client.initialize(capabilities, workspaceFolders=folders)
    yield client
    assert client.end() == 0


def place(text: str, after: str, name: str) -> dict[str, int]:
    before = text[: text.index(name, text.index(after))]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def ask(client: RawClient, method: str, uri: str, text: str, after: str, name: str, **params: Any) -> Any:
    at = {"textDocument": {"uri": uri}, "position": place(text, after, name)}
    return client.ask(f"textDocument/{method}", at | params)


def edited(text: str, edits: list[Any]) -> str:
    for edit in sorted(edits, key=lambda edit: (edit["range"]["start"]["line"], edit["range"]["start"]["character"]))[
        ::-1
    ]:
        start, end = (offset_of(text, **spot(edit["range"][side])) for side in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text


def spot(position: dict[str, int]) -> dict[str, int]:
    return {"line": position["line"], "utf16": position["character"]}


def rename(client: RawClient, folder: Path, start: str, text: str, after: str, old: str, new: str) -> dict[str, bytes]:
    """The bytes of all files after a rename that is asked for in an open file."""
    answer = ask(client, "rename", (folder / start).as_uri(), text, after, old, newName=new)
    for uri, edits in answer["result"]["changes"].items():
        path = folder / uri.rpartition("/")[2]
        path.write_bytes(edited(path.read_bytes().decode(), edits).encode())
    return {path.name: path.read_bytes() for path in folder.glob("*.py")}


def test_renamed_in_all_files_and_back_gives_the_same_bytes(client: RawClient, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.py")}
    client.open((tmp_path / "model.py").as_uri(), MODEL)
    once = rename(client, tmp_path, "model.py", MODEL, "rows:", "h", "height")
    assert b'"c height w"' in once["shapes.py"]
    assert b'"c height w -> (height w) c")  # h\r\n' in once["model.py"]
    assert once["apart.py"] == before["apart.py"]
    client.open((tmp_path / "shapes.py").as_uri(), text := once["shapes.py"].decode())
    change = {"textDocument": {"uri": (tmp_path / "model.py").as_uri(), "version": 2}}
    client.notify("textDocument/didChange", change | {"contentChanges": [{"text": once["model.py"].decode()}]})
    assert rename(client, tmp_path, "shapes.py", text, "Image", "height", "h") == before


def test_what_is_open_wins_over_the_disk(client: RawClient, tmp_path: Path) -> None:
    shown = SHAPES.replace("c h w", "channel h w")
    client.open((tmp_path / "shapes.py").as_uri(), shown)
    client.open((tmp_path / "model.py").as_uri(), MODEL)
    answer = ask(client, "rename", (tmp_path / "model.py").as_uri(), MODEL, "rows:", "h", newName="height")
    edits = answer["result"]["changes"][(tmp_path / "shapes.py").as_uri()]
    assert 'Float[Tensor, "channel height w"]' in edited(shown, edits)


def test_references_and_definition_in_other_files(client: RawClient, tmp_path: Path) -> None:
    model, shapes = ((tmp_path / name).as_uri() for name in ("model.py", "shapes.py"))
    client.open(model, MODEL)
    context = {"includeDeclaration": True}
    found = ask(client, "references", model, MODEL, "rearrange(image", "w", context=context)["result"]
    assert sorted((one["uri"], one["range"]["start"]["line"]) for one in found) == [(model, 7)] * 2 + [(shapes, 3)]
    defined = ask(client, "definition", model, MODEL, "rearrange(image", "w")["result"]
    assert (defined["uri"], defined["range"]["start"]["line"]) == (shapes, 3)
    assert len(ask(client, "documentHighlight", model, MODEL, "rearrange(image", "w")["result"]) == 2


def test_a_file_that_is_new_is_seen_when_it_is_told_of(client: RawClient, tmp_path: Path) -> None:
    shapes = (tmp_path / "shapes.py").as_uri()
    client.open(shapes, SHAPES)
    context = {"includeDeclaration": True}
    assert len(ask(client, "references", shapes, SHAPES, "Image", "h w", context=context)["result"]) == 4
    (tmp_path / "new.py").write_text(
        "from shapes import Image\n" + HEAD + 'def f(x: Image, y: Float[Tensor, "h"]): ...\n'
    )
    event = {"uri": (tmp_path / "new.py").as_uri(), "type": 1}
    client.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
    assert len(ask(client, "references", shapes, SHAPES, "Image", "h w", context=context)["result"]) == 5


def test_a_refusal_names_the_file(client: RawClient, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(
        HEAD + 'from shapes import Image\ndef f(x: Image, y: Float[Tensor, "c n"]): ...\n'
    )
    shapes = (tmp_path / "shapes.py").as_uri()
    client.open(shapes, SHAPES)
    error = ask(client, "rename", shapes, SHAPES, "Image", "c", newName="n")["error"]
    assert (error["code"], error["message"]) == (-32803, "`n` is another axis already, in line 5 of other.py")


@pytest.mark.asyncio
async def test_a_file_that_has_not_changed_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        (tmp_path / f"file_{number}.py").write_text(f'{HEAD}def f(x: Float[Tensor, "once {number} h"]): ...\n')
    files, session, have_been_read = AxisFiles(), Session(cast(Any, None), ""), list[str]()

    def reader(text: str) -> AxisIndex:
        have_been_read.append(text)
        return read_axes(text)

    monkeypatch.setattr(axis_files, "read_axes", reader)
    for _ in range(3):
        sharing = await files.sharing(session, (str(tmp_path),), everywhere=True)
        assert all(len(sharing.read(path).occurrences) == 2 for path in sharing.listed)
        assert len(have_been_read) == len(sharing.listed) == 300


CELLS = (
    HEAD + "%matplotlib inline\n",
    'Image = Float[Tensor, "c h w"]\nz: Float[Tensor, "b k"] = load()\n',
    '%time f()\ndef f(x: Image, y: Float[Tensor, "h"]):\n    return rearrange(x, "c h w -> h w c")\n',
    "y = rearrange(z, '')",
)


def cell(number: int) -> str:
    return f"vscode-notebook-cell:/a.ipynb#{number}"


@pytest.fixture
def book(client: RawClient) -> RawClient:
    cells = [{"kind": 2, "document": cell(number)} for number in range(len(CELLS))]
    documents = [
        {"uri": cell(number), "languageId": "python", "version": 1, "text": text} for number, text in enumerate(CELLS)
    ]
    notebook = {"uri": BOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    client.notify("notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": documents})
    return client


def test_an_axis_is_renamed_in_all_cells_and_back(book: RawClient) -> None:
    answer = ask(book, "rename", cell(2), CELLS[2], "y:", "h", newName="height")["result"]["changes"]
    assert sorted(answer) == [cell(1), cell(2)]
    once = [edited(text, answer.get(cell(number), [])) for number, text in enumerate(CELLS)]
    assert 'Float[Tensor, "c height w"]' in once[1]
    assert once[2].startswith('%time f()\ndef f(x: Image, y: Float[Tensor, "height"]):')
    changes = [
        {"document": {"uri": cell(number), "version": 2}, "changes": [{"text": text}]}
        for number, text in enumerate(once)
    ]
    notebook = {"uri": BOOK, "version": 2}
    book.notify(
        "notebookDocument/didChange", {"notebookDocument": notebook, "change": {"cells": {"textContent": changes}}}
    )
    answer = ask(book, "rename", cell(1), once[1], "c ", "height", newName="h")["result"]["changes"]
    assert [edited(text, answer.get(cell(number), [])) for number, text in enumerate(once)] == list(CELLS)


def test_what_an_earlier_cell_says_is_known_in_a_later_one(book: RawClient) -> None:
    context = {"includeDeclaration": True}
    found = ask(book, "references", cell(2), CELLS[2], "y:", "h", context=context)["result"]
    assert [(one["uri"], one["range"]["start"]["line"]) for one in found] == [
        (cell(1), 0), (cell(2), 1), (cell(2), 2), (cell(2), 2)
    ]  # fmt: skip
    defined = ask(book, "definition", cell(2), CELLS[2], "rearrange", "w")["result"]
    assert (defined["uri"], defined["range"]["start"]) == (cell(1), place(CELLS[1], "c h", "w"))
    marked = ask(book, "documentHighlight", cell(2), CELLS[2], "rearrange", "h")["result"]
    assert [one["range"]["start"]["line"] for one in marked] == [1, 2, 2]
    prepared = ask(book, "prepareRename", cell(2), CELLS[2], "rearrange", "h")["result"]
    assert (prepared["placeholder"], prepared["range"]["start"]) == ("h", place(CELLS[2], "rearrange", "h"))


def test_names_have_the_colours_of_the_whole_notebook(book: RawClient) -> None:
    def colours(number: int) -> list[int]:
        data = book.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": cell(number)}})["result"]["data"]
        assert data[0] < 4
        return data[4::5]

    whole = read_axes("".join(text.replace("%", "0") for text in CELLS))
    assert len(colours(1)) + len(colours(2)) == len(whole.occurrences)
    assert len(set(colours(1))) == 5
    assert book.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": cell(0)}})["result"] is None


def test_a_pattern_is_completed_with_the_axes_of_a_tensor_of_an_earlier_cell(book: RawClient) -> None:
    at = {"line": 0, "character": CELLS[3].index("''") + 1}
    items = book.ask("textDocument/completion", {"textDocument": {"uri": cell(3)}, "position": at})["result"]
    assert [item["textEdit"] for item in items][:1] == [{"range": {"start": at, "end": at}, "newText": "b k -> "}]
    help_ = book.ask("textDocument/signatureHelp", {"textDocument": {"uri": cell(3)}, "position": at})["result"]
    assert help_["signatures"][0]["label"] == "z: b k"


def test_a_class_of_elements_is_imported_in_the_cell_that_it_is_for(book: RawClient) -> None:
    changes = [{"document": {"uri": cell(3), "version": 2}, "changes": [{"text": "%%time\ndef f(x: In"}]}]
    book.notify(
        "notebookDocument/didChange",
        {"notebookDocument": {"uri": BOOK, "version": 2}, "change": {"cells": {"textContent": changes}}},
    )
    at = {"line": 1, "character": 11}
    items = book.ask("textDocument/completion", {"textDocument": {"uri": cell(3)}, "position": at})["result"]
    offered = {item["label"]: item for item in items}
    assert offered["Float"].get("additionalTextEdits") is None  # an earlier cell has it
    (edit,) = offered["Int"]["additionalTextEdits"]
    assert edited("%%time\ndef f(x: Int", [edit]) == "%%time\nfrom jaxtyping import Int\ndef f(x: Int"
