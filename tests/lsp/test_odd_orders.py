"""Whatever a client sends, in whatever order: an error, an answer or nothing, and the server goes on serving."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from raw_client import RawClient

INVALID_REQUEST, NOT_FOUND, INVALID_PARAMS = -32600, -32601, -32602
NOT_INITIALIZED, CANCELLED = -32002, -32800
OK = "a result"
MODIFIED = -32801

NUMBERS = count()
Messages = list[Any]


@pytest.fixture(scope="module")
def client() -> Iterator[RawClient]:
    client = RawClient()
    client.initialize({"workspace": {"configuration": True}, "window": {"showDocument": {"support": True}}})
    yield client
    assert client.end() == 0


def note(method: str, **params: Any) -> dict[str, Any]:
    return {"method": f"textDocument/{method}", "params": params}


def opening(text: str = "x = 1 # find x", version: Any = 1) -> dict[str, Any]:
    return note("didOpen", textDocument={"uri": "URI", "languageId": "python", "version": version, "text": text})


def changing(*changes: Any, version: Any = 2) -> dict[str, Any]:
    return note("didChange", textDocument={"uri": "URI", "version": version}, contentChanges=list(changes))


def closing() -> dict[str, Any]:
    return note("didClose", textDocument={"uri": "URI"})


def span(*places: int) -> dict[str, Any]:
    line, character, end_line, end_character = places
    return {"start": {"line": line, "character": character}, "end": {"line": end_line, "character": end_character}}


def asking(method: str, id_: Any = 1, **params: Any) -> dict[str, Any]:
    return {"id": id_, "method": method, "params": params}


def asking_of(method: str, id_: Any = 1, **params: Any) -> dict[str, Any]:
    return asking(f"textDocument/{method}", id_, textDocument={"uri": "URI"}, **params)


def cancelling(id_: Any) -> dict[str, Any]:
    return {"method": "$/cancelRequest", "params": {"id": id_}}


HOVER = asking_of("hover", position={"line": 0, "character": 0})
REQUESTS = [
    HOVER,
    asking_of("inlayHint", range=span(0, 0, 9, 0)),
    asking_of("codeAction", range=span(0, 0, 9, 0), context={"diagnostics": []}),
    asking_of("codeAction", range=span(0, 0, 9, 0), context={"diagnostics": [], "only": ["source.fixAll"]}),
    asking_of("codeLens"),
]
RUN = {"command": "shapecoach.server.run"}
CASES: dict[str, tuple[Messages, dict[Any, Any]]] = {
    "change before open": ([changing({"text": "x"})], {}),
    "change part before open": ([changing({"range": span(0, 0, 0, 1), "text": "x"})], {}),
    "close before open": ([closing()], {}),
    "close twice": ([opening(), closing(), closing()], {}),
    "change after close": ([opening(), closing(), changing({"text": "x"})], {}),
    "open twice": ([opening(), opening(), HOVER], {1: OK}),
    "open twice while somebody waits": ([opening("# hang"), HOVER, opening()], {1: MODIFIED}),
    "change while somebody waits": ([opening("# hang"), HOVER, changing({"text": "x"})], {1: MODIFIED}),
    "change twice while somebody waits": (
        [opening("# hang"), HOVER, changing({"text": "x"}), changing({"text": "y"}, version=3)],
        {1: MODIFIED},
    ),
    "close while somebody waits": ([opening(), HOVER, closing()], {1: OK}),
    "save without open": ([note("didSave", textDocument={"uri": "URI"})], {}),
    "an earlier version": ([opening(version=9), changing({"text": "x"}, version=3), HOVER], {1: OK}),
    "the same version": ([opening(), changing({"text": "x"}, version=1), HOVER], {1: OK}),
    "a version that is none": ([opening(), changing({"text": "x"}, version="new"), HOVER], {1: OK}),
    "a version that is missing": ([opening(), note("didChange", textDocument={"uri": "URI"}, contentChanges=[])], {}),
    "no changes": ([opening(), changing(), HOVER], {1: OK}),
    "a change past the end": ([opening(), changing({"range": span(7, 0, 9, 9), "text": "\ny"}), HOVER], {1: OK}),
    "a change backwards": ([opening(), changing({"range": span(0, 4, 0, 2), "text": "="}), HOVER], {1: OK}),
    "a change at a negative place": ([opening(), changing({"range": span(-1, 0, 0, 0), "text": ""}), HOVER], {1: OK}),
    "a change without text": ([opening(), changing({"range": span(0, 0, 0, 0)}), HOVER], {1: OK}),
    "a huge place": ([opening(), changing({"range": span(0, 0, 2**40, 0), "text": ""}), HOVER], {1: OK}),
    "hover past the end": ([opening(), asking_of("hover", position={"line": 99, "character": 99})], {1: OK}),
    "hover at a negative place": (
        [opening(), asking_of("hover", position={"line": -1, "character": 0})],
        {1: INVALID_PARAMS},
    ),
    "hints past the end": ([opening(), asking_of("inlayHint", range=span(50, 0, 99, 0))], {1: OK}),
    "hints backwards": ([opening(), asking_of("inlayHint", range=span(9, 0, 0, 0))], {1: OK}),
    "actions past the end": (
        [opening(), asking_of("codeAction", range=span(9, 0, 9, 0), context={"diagnostics": []})],
        {1: OK},
    ),
    "actions of an odd kind": (
        [opening(), asking_of("codeAction", range=span(0, 0, 0, 0), context={"diagnostics": [], "only": ["", "a..b"]})],
        {1: OK},
    ),
    "cancel an unknown request": ([cancelling(987), cancelling("never")], {}),
    "cancel late": ([opening(), HOVER, ("answered", 1), cancelling(1)], {1: OK}),
    "cancel at once": ([opening("import time # hang\n"), HOVER, cancelling(1), closing()], {1: CANCELLED}),
    "cancel twice": ([opening("# hang\n"), HOVER, cancelling(1), cancelling(1), closing()], {1: CANCELLED}),
    "cancel before the request": ([opening(), cancelling(1), HOVER], {1: OK}),
    "cancel without an id": ([{"method": "$/cancelRequest", "params": {}}], {}),
    "cancel nothing": ([{"method": "$/cancelRequest"}], {}),
    "an unknown method": ([asking("textDocument/whatever")], {1: NOT_FOUND}),
    "an unknown method of the protocol's": ([asking("$/whatever")], {1: NOT_FOUND}),
    "a method that isn't announced": ([asking_of("formatting", options={})], {1: INVALID_PARAMS}),
    "an unknown notification": ([{"method": "whatever", "params": {}}, {"method": "$/whatever"}], {}),
    "a method without a name": ([{"id": 1, "method": ""}], {1: NOT_FOUND}),
    "initialize twice": ([asking("initialize", processId=None, rootUri=None, capabilities={})], {1: INVALID_REQUEST}),
    "initialized twice": ([{"method": "initialized", "params": {}}], {}),
    "no parameters": ([{"id": 1, "method": "textDocument/hover"}], {1: INVALID_PARAMS}),
    "parameters that are a list": ([{"id": 1, "method": "textDocument/hover", "params": [1, 2]}], {1: INVALID_PARAMS}),
    "parameters that are a text": ([{"id": 1, "method": "textDocument/hover", "params": "x"}], {1: INVALID_PARAMS}),
    "a position that is missing": ([asking_of("hover")], {1: INVALID_PARAMS}),
    "a notification that can't be read": ([{"method": "textDocument/didOpen", "params": {"textDocument": 3}}], {}),
    "a command that isn't known": ([asking("workspace/executeCommand", command="rm")], {1: INVALID_PARAMS}),
    "a command without arguments": ([asking("workspace/executeCommand", **RUN)], {1: None}),
    "a command with too many": ([asking("workspace/executeCommand", **RUN, arguments=["a", "b"])], {1: INVALID_PARAMS}),
    "a command of no exercise": ([asking("workspace/executeCommand", **RUN, arguments=["URI"])], {1: OK}),
    "explain what is no rule": (
        [asking("workspace/executeCommand", command="shapecoach.server.explain", arguments=["nothing"])],
        {1: OK},
    ),
    "an answer to nothing": ([{"id": 555, "result": None}, {"id": 556, "error": {"code": 1, "message": "no"}}], {}),
    "a batch": ([[{"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover"}]], {1: INVALID_PARAMS}),
    "no JSON": (["{nothing"], {}),
    "a number": ([3], {}),
    "without a version of JSON-RPC": ([{"jsonrpc": "1.0", "method": "textDocument/didOpen", "params": {}}], {}),
    "an id twice": ([opening(), HOVER, HOVER], {1: OK}),
    "an id that is a text": ([opening(), HOVER | {"id": "one"}], {"one": OK}),
    "settings of the wrong kind": (
        [{"method": "workspace/didChangeConfiguration", "params": {"settings": [{"shapecoach": 3}]}}],
        {},
    ),
    "files that are none": (
        [{"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "nothing", "type": 2}]}}],
        {},
    ),
    "a notebook that isn't open": (
        [
            {
                "method": "notebookDocument/didChange",
                "params": {"notebookDocument": {"uri": "URI", "version": 2}, "change": {}},
            }
        ],
        {},
    ),
    **{
        f"{request['method']} {number} of a document that {what}": ([*before, request], {1: OK})
        for number, request in enumerate(REQUESTS)
        for what, before in {"was never open": [], "was closed": [opening(), closing()]}.items()
    },
}


def placed(message: Any, uri: str, ids: dict[Any, str]) -> Any:
    """The message with this case's own URI and ids."""
    if isinstance(message, list):
        return [placed(part, uri, ids) for part in message]
    if isinstance(message, dict):
        return {key: ids.get(part, part) if key == "id" else placed(part, uri, ids) for key, part in message.items()}
    return uri if message == "URI" else message


@pytest.mark.parametrize("case", CASES)
def test_an_odd_order_has_its_answer_and_the_next_is_served(client: RawClient, case: str) -> None:
    messages, expected = CASES[case]
    number = next(NUMBERS)
    uri, ids = f"file:///odd{number}.py", {id_: f"{case} {id_}" for id_ in expected}
    for message in messages:
        if isinstance(message, tuple):
            client.answer(ids[message[1]])
        elif isinstance(message, str):
            client.send_text(message)
        else:
            client.send(placed(message, uri, ids))
    for id_, outcome in expected.items():
        answer = client.answer(ids[id_])
        if outcome is OK:
            assert "result" in answer, answer
        elif outcome is not None:
            assert answer["error"]["code"] == outcome, answer
            assert answer["error"]["message"]
        else:
            assert "error" in answer
    good = f"file:///good{number}.py"
    client.open(good, "\nx = 1 # find x")
    params = {"textDocument": {"uri": good}, "position": {"line": 1, "character": 0}}
    assert "x: Float[Tensor" in client.ask("textDocument/hover", params)["result"]["contents"]["value"]


def test_edits_land_where_they_can(client: RawClient) -> None:
    """What odd changes leave of a text, seen through the findings in it."""
    uri = "file:///edits.py"
    client.open(uri, "x = 1 # find x")
    for version, change in enumerate(
        [
            {"range": span(0, 5, 0, 4), "text": "2"},  # backwards
            {"range": span(5, 0, 9, 9), "text": "\ny = 3 # find y"},  # past the end
        ],
        start=2,
    ):
        client.send(placed(changing(change, version=version), uri, {}))

    def latest() -> list[tuple[str, dict[str, int]]]:
        told = [t for t in client.notifications("textDocument/publishDiagnostics") if t["uri"] == uri]
        return [(d["message"], d["range"]["start"]) for t in told[-1:] if t["version"] == 3 for d in t["diagnostics"]]

    client.wait(latest)
    assert latest() == [
        ("x does not fit", {"line": 0, "character": 0}),
        ("y does not fit", {"line": 1, "character": 0}),
    ]


def test_an_answer_that_cannot_be_read_is_waited_for_no_longer(client: RawClient) -> None:
    client.replies["window/showDocument"] = 3
    params = {"command": "shapecoach.server.explain", "arguments": ["shape-mismatch"]}
    assert "error" in client.ask("workspace/executeCommand", params)


def test_before_initialize_nothing_is_done() -> None:
    client = RawClient()
    client.open("file:///a.py", "x = 1 # find x")
    hover = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
    assert client.ask("textDocument/hover", hover)["error"]["code"] == NOT_INITIALIZED
    assert client.ask("shutdown")["error"]["code"] == NOT_INITIALIZED
    client.initialize()
    assert client.ask("textDocument/hover", hover)["result"] is None
    assert client.end() == 0


def test_after_shutdown_only_exit_counts() -> None:
    client = RawClient()
    client.initialize()
    client.open("file:///a.py", "# hang")
    client.send(asking("shutdown", 1))
    client.send(asking("shutdown", 2))
    hover = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
    client.send({"id": 3, "method": "textDocument/hover", "params": hover})
    assert [client.answer(id_).get("error", {}).get("code") for id_ in (1, 2, 3)] == [
        None,
        INVALID_REQUEST,
        INVALID_REQUEST,
    ]
    assert client.ask("shutdown")["error"]["code"] == INVALID_REQUEST
    client.open("file:///b.py", "x = 1 # find x")
    client.notify("exit")
    assert client.process.wait(60) == 0


def test_shutdown_answers_who_still_waits() -> None:
    client = RawClient()
    client.initialize()
    client.open("file:///a.py", "# hang")
    hover = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
    client.send({"id": 1, "method": "textDocument/hover", "params": hover})
    assert client.end() == 0
    assert client.answer(1)["error"]["code"] == CANCELLED


@pytest.mark.parametrize("initialized", [True, False])
def test_exit_without_shutdown_is_a_failure(initialized: bool) -> None:
    client = RawClient()
    if initialized:
        client.initialize()
        client.open("file:///a.py", "# hang")
    client.notify("exit")
    assert client.process.wait(60) == 1


def test_a_client_that_goes_away(capfd: pytest.CaptureFixture[str]) -> None:
    client = RawClient()
    client.initialize()
    client.open("file:///a.py", "x = 1 # find x")
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(60) == 1
