"""What the server tells or asks unasked: that something is to be asked again, and that it takes a while to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_client import RawClient

CREATE, PROGRESS = "window/workDoneProgress/create", "$/progress"
HINTS, LENSES, DIAGNOSTICS = (f"workspace/{what}/refresh" for what in ("inlayHint", "codeLens", "diagnostic"))
REFRESHES = {
    "textDocument": {"diagnostic": {}},
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "codeLens": {"refreshSupport": True},
        "configuration": True,
        "fileOperations": {"didCreate": True, "didRename": True, "didDelete": True},
    },
}


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    yield client
    assert client.end() == 0


def pull(client: RawClient, uri: str) -> list[str]:
    report = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]
    return [diagnostic["message"] for diagnostic in report["items"]]


def test_settings_that_change_have_everything_asked_again(client: RawClient) -> None:
    client.initialize(REFRESHES)
    client.open("file:///a.py", "x = 1 # find x")
    pull(client, "file:///a.py")
    before = {method: len(client.notifications(method)) for method in (HINTS, LENSES, DIAGNOSTICS)}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.wait(lambda: all(len(client.notifications(method)) == count + 1 for method, count in before.items()))


def test_who_cannot_be_told_is_not_told(client: RawClient) -> None:
    client.initialize({"workspace": {"configuration": True}})
    client.open("file:///a.py", "x = 1 # find x")
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    client.ask("textDocument/hover", {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}})
    assert not any(client.notifications(method) for method in (HINTS, LENSES, DIAGNOSTICS))


def test_an_edit_of_what_is_imported_has_hints_asked_again_and_an_edit_of_its_own_does_not(
    client: RawClient, tmp_path: Path
) -> None:
    client.initialize(REFRESHES)
    pull(client, "file:///none.py")
    other, reader = tmp_path / "other.py", (tmp_path / "reader.py").as_uri()
    client.open(reader, f"x = 1 # read {other} shapes")
    assert pull(client, reader) == ["it says None"]
    settled = len(client.notifications(HINTS))  # once for the configuration
    client.open(other.as_uri(), "opened")
    client.wait(lambda: len(client.notifications(HINTS)) == settled + 1)
    assert pull(client, reader) == ["it says opened"]
    change = {"textDocument": {"uri": reader, "version": 2}, "contentChanges": [{"text": "x = 1 # find x"}]}
    client.notify("textDocument/didChange", change)
    assert pull(client, reader) == ["x does not fit"]
    assert len(client.notifications(HINTS)) == settled + 1


@pytest.mark.parametrize("of", ["file", "folder"])
def test_files_that_are_made_renamed_and_deleted_in_the_editor(client: RawClient, tmp_path: Path, of: str) -> None:
    operations = client.initialize(REFRESHES)["workspace"]["fileOperations"]
    assert set(operations) == {"didCreate", "didRename", "didDelete"}
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    folder.mkdir()
    reader = (tmp_path / "reader.py").as_uri()
    client.open(reader, f"# read {folder / 'other.py'}")
    assert pull(client, reader) == ["it says None"]

    def tell(method: str, *paths: Path) -> None:
        told = [path if of == "file" else path.parent for path in paths]
        names = ["uri"] if len(told) == 1 else ["oldUri", "newUri"]
        file = {name: path.as_uri() for name, path in zip(names, told, strict=True)}
        before = len(client.notifications(DIAGNOSTICS))
        client.notify(f"workspace/{method}", {"files": [file]})
        client.wait(lambda: len(client.notifications(DIAGNOSTICS)) > before)

    (folder / "other.py").write_text("new")
    tell("didCreateFiles", folder / "other.py")
    assert pull(client, reader) == ["it says new"]
    folder.rename(elsewhere)
    tell("didRenameFiles", folder / "other.py", elsewhere / "other.py")
    assert pull(client, reader) == ["it says None"]
    elsewhere.rename(folder)
    tell("didRenameFiles", elsewhere / "other.py", folder / "other.py")
    assert pull(client, reader) == ["it says new"]
    (folder / "other.py").unlink()
    tell("didDeleteFiles", folder / "other.py")
    assert pull(client, reader) == ["it says None"]


def test_the_first_start_is_shown_where_progress_can_be_shown(client: RawClient) -> None:
    client.replies[CREATE] = None
    client.initialize({"window": {"workDoneProgress": True}})
    client.wait(lambda: {"state": "ready", "message": ""} in client.notifications("shapecoach/status"))
    (created,) = client.notifications(CREATE)
    client.wait(lambda: len(client.notifications(PROGRESS)) == 2)
    begin, end = client.notifications(PROGRESS)
    assert begin["token"] == end["token"] == created["token"]
    assert begin["value"] == {
        "kind": "begin",
        "title": "Shape Coach",
        "message": "loading PyTorch",
        "cancellable": False,
    }
    assert end["value"] == {"kind": "end"}


def test_a_start_is_not_shown_where_progress_cannot_be_shown(client: RawClient) -> None:
    client.initialize()
    client.wait(lambda: {"state": "ready", "message": ""} in client.notifications("shapecoach/status"))
    assert client.notifications(CREATE) + client.notifications(PROGRESS) == []
