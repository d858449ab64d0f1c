"""Positions in bytes, UTF-16 units or characters, whichever the client likes best."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from raw_client import RawClient

HEAD = "s = '😀é𝔸ß'; "  # two astral characters, one of two bytes, and one more
UNITS = {"utf-8": len(HEAD.encode()), "utf-16": len(HEAD.encode("utf-16-le")) // 2, "utf-32": len(HEAD)}
OFFERED = [["utf-8", "utf-16"], ["utf-16", "utf-8"], ["utf-32", "utf-8", "utf-16"], ["utf-7", "utf-32"], []]
PATTERN = f'from einops import rearrange\n{HEAD}y = rearrange(x, "seq d -> d seq")\n'


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    yield client
    assert client.end() == 0


def start(client: RawClient, offered: list[str], **more: Any) -> str:
    return client.initialize({"general": {"positionEncodings": offered}} if offered else {} | more)["positionEncoding"]


def diagnosed(client: RawClient, uri: str, version: int) -> list[dict[str, Any]]:
    def told() -> list[Any]:
        news = client.notifications("textDocument/publishDiagnostics")
        return [each for each in news if each["uri"] == uri and each["version"] == version]

    client.wait(told)
    return told()[-1]["diagnostics"]


def at(line: int, character: int) -> dict[str, int]:
    return {"line": line, "character": character}


@pytest.mark.parametrize("offered", OFFERED, ids=",".join)
def test_the_first_that_is_known_is_chosen(client: RawClient, offered: list[str]) -> None:
    known = [each for each in offered if each in UNITS]
    assert start(client, offered) == (known[0] if known else "utf-16")


@pytest.mark.parametrize("encoding", UNITS)
def test_what_is_found_stands_where_the_client_counts(client: RawClient, encoding: str) -> None:
    start(client, [encoding])
    uri, column = "file:///a.py", UNITS[encoding]
    client.open(uri, f"{HEAD}x = 1 # find x")
    (found,) = diagnosed(client, uri, 1)
    assert found["range"] == {"start": at(0, column), "end": at(0, column + 1)}
    here = {"textDocument": {"uri": uri}, "position": at(0, column)}
    hover = client.ask("textDocument/hover", here)["result"]
    assert hover["range"]["start"] == at(0, column)
    assert client.ask("textDocument/hover", here | {"position": at(0, column - 2)})["result"] is None
    everywhere = {"textDocument": {"uri": uri}, "range": {"start": at(0, 0), "end": at(9, 0)}}
    (hint,) = client.ask("textDocument/inlayHint", everywhere)["result"]
    assert hint["position"] == at(0, column + 1)
    actions = client.ask("textDocument/codeAction", everywhere | {"context": {"diagnostics": []}})["result"]
    assert actions[0]["edit"]["changes"][uri][0]["range"] == found["range"]
    assert actions[0]["diagnostics"][0]["range"] == found["range"]


@pytest.mark.parametrize("encoding", UNITS)
def test_edits_land_where_the_client_counts_each_in_the_text_before_it(client: RawClient, encoding: str) -> None:
    start(client, [encoding])
    uri, column = "file:///a.py", UNITS[encoding]
    client.open(uri, f"{HEAD}1")
    before_one = len("é = ".encode() if encoding == "utf-8" else "é = ")
    changes = [
        {"range": {"start": at(0, column), "end": at(0, column + 1)}, "text": "z = '😀' # find z"},
        {"range": {"start": at(0, 0), "end": at(0, column)}, "text": "é = 1; "},
        {
            "range": {"start": at(0, before_one), "end": at(0, 99)},
            "text": "",
        },
        {"range": {"start": at(0, 99), "end": at(0, 99)}, "text": "0\ny = '😀' # find y"},
    ]
    client.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes})
    (found,) = diagnosed(client, uri, 2)
    assert (found["message"], found["range"]["start"]) == ("y does not fit", at(1, 0))


@pytest.mark.parametrize("encoding", UNITS)
def test_axes_stand_where_the_client_counts(client: RawClient, encoding: str) -> None:
    start(client, [encoding])
    uri = "file:///a.py"
    client.open(uri, PATTERN)
    first = UNITS[encoding] + len('y = rearrange(x, "')
    here = {"textDocument": {"uri": uri}, "position": at(1, first)}
    found = client.ask("textDocument/documentHighlight", here)["result"]
    seq = [{"start": at(1, first), "end": at(1, first + 3)}, {"start": at(1, first + 11), "end": at(1, first + 14)}]
    assert [each["range"] for each in found] == seq
    edits = client.ask("textDocument/rename", here | {"newName": "s"})["result"]
    assert all(str(each["start"]["character"]) in json.dumps(edits) for each in seq)
    data = client.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})["result"]["data"]
    assert [data[number : number + 3] for number in range(0, len(data), 5)] == [
        [1, first, 3], [0, 4, 1], [0, 5, 1], [0, 2, 3],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", UNITS)
def test_lines_with_tabs_and_carriage_returns_and_very_long_ones(client: RawClient, encoding: str) -> None:
    start(client, [encoding])
    uri = "file:///a.py"
    units = {"utf-8": 4, "utf-16": 2, "utf-32": 1}[encoding]
    long = "s = '" + "😀" * 20_000 + "'; x = 1 # find x"
    client.open(uri, f"if 1:\r\n\ty = '😀' # find y\r\n{long}\rz = 1 # find z")
    y, x, z = diagnosed(client, uri, 1)
    assert y["range"]["start"] == at(1, 1)
    assert x["range"]["start"] == at(2, 5 + 20_000 * units + 3)
    assert z["range"]["start"] == at(3, 0)


@pytest.mark.parametrize("encoding", UNITS)
def test_places_in_files_that_are_not_open(client: RawClient, encoding: str, tmp_path: Path) -> None:
    folders = [{"uri": tmp_path.as_uri(), "name": "folder"}]
    client.initialize({"general": {"positionEncodings": [encoding]}}, workspaceFolders=folders)
    (tmp_path / "a.py").write_text(f"{HEAD}x = 1 # find x", encoding="utf-8")
    (report,) = client.ask("workspace/diagnostic", {"previousResultIds": []})["result"]["items"]
    assert report["items"][0]["range"]["start"] == at(0, UNITS[encoding])


@pytest.mark.parametrize("encoding", UNITS)
def test_a_tooltip_that_is_asked_for_later(client: RawClient, encoding: str) -> None:
    later = {"textDocument": {"inlayHint": {"resolveSupport": {"properties": ["tooltip"]}}}}
    said = client.initialize(later | {"general": {"positionEncodings": [encoding]}})
    assert said["inlayHintProvider"]["resolveProvider"] is True
    uri = "file:///a.py"
    client.open(uri, f"{HEAD}x = 1 # find x")
    everywhere = {"textDocument": {"uri": uri}, "range": {"start": at(0, 0), "end": at(9, 0)}}
    (hint,) = client.ask("textDocument/inlayHint", everywhere)["result"]
    assert (hint["position"], "tooltip" in hint) == (at(0, UNITS[encoding] + 1), False)
    whole = client.ask("inlayHint/resolve", hint)["result"]
    assert whole == hint | {"tooltip": {"kind": "markdown", "value": '`Float[Tensor, "batch n_heads*d_head"]`'}}
    change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "x = 1 # find x"}]}
    client.notify("textDocument/didChange", change)
    assert client.ask("inlayHint/resolve", hint)["result"] == hint
    assert client.ask("inlayHint/resolve", hint | {"data": None})["result"].get("tooltip") is None
