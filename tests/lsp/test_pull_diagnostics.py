"""Diagnostics for clients that ask for them, and the news that they should ask again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from raw_client import RawClient

PULLS = {
    "textDocument": {"diagnostic": {"dynamicRegistration": False}},
    "workspace": {"diagnostics": {"refreshSupport": True}, "configuration": True},
}
PUBLISH, REFRESH = "textDocument/publishDiagnostics", "workspace/diagnostic/refresh"


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    yield client
    assert client.end() == 0


def pull(client: RawClient, uri: str, previous: str | None = None) -> dict[str, Any]:
    params: dict[str, Any] = {"textDocument": {"uri": uri}}
    return client.ask("textDocument/diagnostic", params | ({"previousResultId": previous} if previous else {}))[
        "result"
    ]


def messages(report: dict[str, Any]) -> list[str]:
    assert report["kind"] == "full"
    return [diagnostic["message"] for diagnostic in report["items"]]


def change(client: RawClient, uri: str, text: str, version: int) -> None:
    client.notify(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
    )


def test_what_is_pulled_is_not_published(client: RawClient, tmp_path: Path) -> None:
    capabilities = client.initialize(PULLS)
    assert capabilities["diagnosticProvider"]["interFileDependencies"] is True
    uri = (tmp_path / "a.py").as_uri()
    client.open(uri, "x = 1 # find x")
    report = pull(client, uri)
    assert messages(report) == ["x does not fit"]
    assert pull(client, uri, report["resultId"]) == {"kind": "unchanged", "resultId": report["resultId"]}
    change(client, uri, "\nx = 1 # find x", 2)
    moved = pull(client, uri, report["resultId"])
    assert (messages(moved), moved["items"][0]["range"]["start"]["line"]) == (["x does not fit"], 1)
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert messages(pull(client, uri, moved["resultId"])) == []
    assert client.notifications(PUBLISH) == []
    assert client.notifications(REFRESH) == []  # nothing has changed but what the client knows of


@pytest.mark.parametrize(
    "capabilities", [{}, {"textDocument": {"diagnostic": {}}}, {"workspace": {"diagnostics": {"refreshSupport": True}}}]
)
def test_who_cannot_pull_or_be_told_to_is_published_to(client: RawClient, capabilities: Any) -> None:
    assert "diagnosticProvider" not in client.initialize(capabilities)
    client.open("file:///a.py", "x = 1 # find x")
    client.wait(lambda: client.notifications(PUBLISH))
    assert client.notifications(REFRESH) == []


def test_a_change_elsewhere_has_the_client_ask_again(client: RawClient, tmp_path: Path) -> None:
    client.initialize(PULLS)
    other, reader = tmp_path / "other.py", (tmp_path / "reader.py").as_uri()
    other.write_text("saved")
    client.open(reader, f"# read {other}")
    assert messages(pull(client, reader)) == ["it says saved"]
    client.open(other.as_uri(), "opened")
    client.wait(lambda: len(client.notifications(REFRESH)) == 1)
    assert messages(pull(client, reader)) == ["it says opened"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": other.as_uri()}})
    client.wait(lambda: len(client.notifications(REFRESH)) == 2)
    other.unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": other.as_uri(), "type": 3}]})
    client.wait(lambda: len(client.notifications(REFRESH)) == 3)
    assert messages(pull(client, reader)) == ["it says None"]


def test_settings_have_the_client_ask_again_once(client: RawClient) -> None:
    client.initialize(PULLS)
    for number in range(5):
        client.open(f"file:///{number}.py", "x = 1 # find x")
    assert messages(pull(client, "file:///4.py")) == ["x does not fit"]
    before = len(client.notifications(REFRESH))
    client.configuration = {"ignore": ["shape-mismatch"]}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.wait(lambda: len(client.notifications(REFRESH)) > before)
    assert messages(pull(client, "file:///0.py")) == []
    assert len(client.notifications(REFRESH)) == before + 1


def test_other_folders_have_open_documents_looked_at_again(client: RawClient, tmp_path: Path) -> None:
    client.initialize(PULLS, workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "a"}])
    client.open("file:///a.py", "x = 1 # find x")
    pull(client, "file:///a.py")
    event = {"added": [{"uri": (tmp_path / "b").as_uri(), "name": "b"}], "removed": []}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    client.wait(lambda: client.notifications(REFRESH))


def test_a_pull_that_an_edit_overtakes_is_to_be_made_again(client: RawClient) -> None:
    client.initialize(PULLS)
    client.open("file:///a.py", "# hang")
    client.send(
        {"id": "late", "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": "file:///a.py"}}}
    )
    change(client, "file:///a.py", "x = 1 # find x", 2)
    error = client.answer("late")["error"]
    assert (error["code"], error["data"]) == (-32802, {"retriggerRequest": True})
    assert messages(pull(client, "file:///a.py")) == ["x does not fit"]
