"""The diagnostics of all files of the workspace, for who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from raw_client import RawClient

PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
Json = dict[str, Any]


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    yield client
    assert client.end() == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text("x = 1 # find x")
    (tmp_path / "b.py").write_text(f"# read {tmp_path / 'a.py'}")
    (tmp_path / "clean.py").write_text("pass")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "c.py").write_text("x = 1 # find x")
    return tmp_path


def start(client: RawClient, folder: Path, **options: Any) -> Json:
    folders = [{"uri": folder.as_uri(), "name": "folder"}]
    return client.initialize(PULLS, workspaceFolders=folders, initializationOptions=options)


def ask(client: RawClient, before: Json | None = None, **more: Any) -> list[Json]:
    known = [{"uri": uri, "value": value} for uri, value in (before or {}).items()]
    return client.ask("workspace/diagnostic", {"previousResultIds": known} | more)["result"]["items"]


def told(reports: list[Json]) -> Json:
    """The messages of each file that are new, by its name."""
    full = [report for report in reports if report["kind"] == "full"]
    return {Path(report["uri"]).name: [item["message"] for item in report["items"]] for report in full}


def ids(reports: list[Json]) -> Json:
    return {report["uri"]: report["resultId"] for report in reports}


def test_it_is_announced_to_who_wants_it(client: RawClient, folder: Path) -> None:
    assert start(client, folder, workspaceDiagnostics=True)["diagnosticProvider"]["workspaceDiagnostics"] is True


def test_what_has_not_changed_is_not_told_again(client: RawClient, folder: Path) -> None:
    assert start(client, folder)["diagnosticProvider"]["workspaceDiagnostics"] is False
    first = ask(client)
    text = (folder / "a.py").read_text()
    assert told(first) == {"a.py": ["x does not fit"], "b.py": [f"it says {text}"], "clean.py": []}
    again = ask(client, ids(first))
    assert [report["kind"] for report in again] == ["unchanged"] * 3
    (folder / "a.py").write_text("y = 1 # find y")  # which the other reads
    third = ask(client, ids(again))
    assert told(third) == {"a.py": ["y does not fit"], "b.py": ["it says y = 1 # find y"]}
    (folder / "b.py").unlink()
    client.notify("workspace/didDeleteFiles", {"files": [{"uri": (folder / "b.py").as_uri()}]})
    assert told(ask(client, ids(third))) == {"b.py": []}


def test_what_is_open_is_told_as_it_is_shown(client: RawClient, folder: Path) -> None:
    start(client, folder)
    uri = (folder / "a.py").as_uri()
    client.open(uri, "z = 1 # find z")
    client.open("untitled:Untitled-1", "u = 1 # find u")
    reports = ask(client)
    assert told(reports) == {
        "a.py": ["z does not fit"],
        "b.py": ["it says z = 1 # find z"],
        "clean.py": [],
        "untitled:Untitled-1": ["u does not fit"],
    }
    assert {report["uri"]: report["version"] for report in reports if report["version"] is not None} == {
        uri: 1,
        "untitled:Untitled-1": 1,
    }


def test_each_report_comes_as_soon_as_it_is_there_and_then_whatever_changes(client: RawClient, folder: Path) -> None:
    start(client, folder)

    def partial(token: str) -> list[Json]:
        progress = [news for news in client.notifications("$/progress") if news["token"] == token]
        return [report for news in progress for report in news["value"]["items"]]

    assert ask(client, partialResultToken="first") == []
    assert set(told(partial("first"))) == {"a.py", "b.py", "clean.py"}
    known = [{"uri": uri, "value": value} for uri, value in ids(partial("first")).items()]
    params = {"previousResultIds": known, "partialResultToken": "second"}
    client.send({"id": "held", "method": "workspace/diagnostic", "params": params})
    client.ask("textDocument/diagnostic", {"textDocument": {"uri": "file:///none.py"}})
    assert "held" not in client.answers
    client.open((folder / "clean.py").as_uri(), "x = 1 # find x")
    assert client.answer("held")["result"]["items"] == []
    assert told(partial("second")) == {"clean.py": ["x does not fit"]}


def test_the_work_is_shown_and_can_be_cancelled(client: RawClient, folder: Path) -> None:
    start(client, folder)
    ask(client, workDoneToken="work")
    kinds = [news["value"]["kind"] for news in client.notifications("$/progress")]
    assert kinds == ["begin", "report", "report", "report", "end"]
    for cancel in (
        {"method": "window/workDoneProgress/cancel", "params": {"token": "again"}},
        {"method": "$/cancelRequest", "params": {"id": "late"}},
    ):
        client.answers.clear()
        (folder / "a.py").write_text("# hang")
        before = len(client.notifications("$/progress"))
        params = {"previousResultIds": [], "workDoneToken": "again"}
        client.send({"id": "late", "method": "workspace/diagnostic", "params": params})
        client.wait(lambda: len(client.notifications("$/progress")) > before)  # noqa: B023 - it is called at once
        client.send(cancel)
        assert client.answer("late")["error"]["code"] == -32800
        assert client.notifications("$/progress")[-1]["value"] == {"kind": "end"}
    (folder / "a.py").write_text("x = 1 # find x")
    assert told(ask(client))["a.py"] == ["x does not fit"]


def test_several_folders_come_and_go(client: RawClient, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "d.py").write_text("x = 1 # find x")
    start(client, folder)
    assert set(told(ask(client))) == {"a.py", "b.py", "clean.py"}
    added = {"uri": other.as_uri(), "name": "other"}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [added], "removed": []}})
    with_other = ask(client)
    assert set(told(with_other)) == {"a.py", "b.py", "clean.py", "d.py"}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [added]}})
    assert told(ask(client, ids(with_other))) == {"d.py": []}


def test_a_client_that_is_published_to_may_ask_too(client: RawClient, folder: Path) -> None:
    client.initialize({}, workspaceFolders=[{"uri": folder.as_uri(), "name": "folder"}])
    assert told(ask(client))["a.py"] == ["x does not fit"]
