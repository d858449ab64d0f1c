"""What the server announces it answers, for clients of different abilities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pygls.protocol import default_converter
from pytest_lsp import client_capabilities
from raw_client import RawClient

Json = dict[str, Any]
URI = "file:///a.py"
HERE = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
ALL = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}

PROFILES: dict[str, Json] = {
    "VS Code": {
        "workspace": {
            "configuration": True,
            "workspaceFolders": True,
            "didChangeWatchedFiles": {"dynamicRegistration": True},
            "diagnostics": {"refreshSupport": True},
            "inlayHint": {"refreshSupport": True},
            "codeLens": {"refreshSupport": True},
            "semanticTokens": {"refreshSupport": True},
            "executeCommand": {"dynamicRegistration": True},
        },
        "textDocument": {
            "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
            "synchronization": {"didSave": True},
            "rename": {"prepareSupport": True},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "source"]}}},
            "publishDiagnostics": {"versionSupport": False, "relatedInformation": True},
        },
        "notebookDocument": {"synchronization": {"dynamicRegistration": True, "executionSummarySupport": True}},
        "window": {"showDocument": {"support": True}, "workDoneProgress": True},
        "general": {"positionEncodings": ["utf-16"]},
    },
    "Neovim": {
        "workspace": {
            "configuration": True,
            "workspaceFolders": True,
            "didChangeWatchedFiles": {"dynamicRegistration": False, "relativePatternSupport": True},
            "inlayHint": {"refreshSupport": True},
            "semanticTokens": {"refreshSupport": True},
        },
        "textDocument": {
            "diagnostic": {"dynamicRegistration": False},
            "rename": {"dynamicRegistration": True, "prepareSupport": True},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
        "window": {"showDocument": {"support": True}, "workDoneProgress": True},
        "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
    },
    "Eglot": {
        "workspace": {
            "applyEdit": True,
            "configuration": True,
            "workspaceFolders": True,
            "didChangeWatchedFiles": {"dynamicRegistration": True},
        },
        "textDocument": {
            "synchronization": {"willSave": True, "willSaveWaitUntil": True, "didSave": True},
            "hover": {"contentFormat": ["plaintext"]},
            "rename": {},
            "publishDiagnostics": {"relatedInformation": False, "versionSupport": True},
        },
        "window": {"showDocument": {"support": True}, "workDoneProgress": True},
        "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
    },
    "nothing": {},
}
RECORDED = ["visual-studio-code", "neovim", "emacs"]
"""What these clients have really sent, in some version; those above are what their newest versions can do."""
PROFILES |= {f"{name} as recorded": default_converter().unstructure(client_capabilities(name)) for name in RECORDED}

NOT_REQUESTS = {"positionEncoding", "textDocumentSync", "notebookDocumentSync", "workspace"}
"""What a capability says of how things are told; the tests of documents, notebooks and folders exercise these."""

QUESTIONS: dict[str, list[tuple[str, Json]]] = {
    "hoverProvider": [("textDocument/hover", HERE)],
    "inlayHintProvider": [("textDocument/inlayHint", {"textDocument": {"uri": URI}, "range": ALL})],
    "codeActionProvider": [
        ("textDocument/codeAction", {"textDocument": {"uri": URI}, "range": ALL, "context": {"diagnostics": []}})
    ],
    "codeLensProvider": [("textDocument/codeLens", {"textDocument": {"uri": URI}})],
    "diagnosticProvider": [
        ("textDocument/diagnostic", {"textDocument": {"uri": URI}}),
        ("workspace/diagnostic", {"previousResultIds": []}),
    ],
    "executeCommandProvider": [],  # one for each of its commands
    "definitionProvider": [("textDocument/definition", HERE)],
    "referencesProvider": [("textDocument/references", HERE | {"context": {"includeDeclaration": True}})],
    "documentHighlightProvider": [("textDocument/documentHighlight", HERE)],
    "renameProvider": [("textDocument/rename", HERE | {"newName": "y"})],
    "completionProvider": [("textDocument/completion", HERE)],
    "signatureHelpProvider": [("textDocument/signatureHelp", HERE)],
    "linkedEditingRangeProvider": [("textDocument/linkedEditingRange", HERE)],
    "semanticTokensProvider": [("textDocument/semanticTokens/full", {"textDocument": {"uri": URI}})],
}
"""One question at least for whatever may be announced: a capability that is new must be asked something here."""

RESOLVED = {
    "inlayHintProvider": "inlayHint/resolve",
    "codeActionProvider": "codeAction/resolve",
    "codeLensProvider": "codeLens/resolve",
    "completionProvider": "completionItem/resolve",
}


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def client() -> Iterator[RawClient]:
    client = RawClient()
    yield client
    assert client.end() == 0


def questions(provider: str, said: Any) -> list[tuple[str, Json]]:
    """What to ask, so that everything about a capability is asked for at least once."""
    asked = list(QUESTIONS[provider])
    if provider == "executeCommandProvider":
        given = {"shapecoach.server.explain": ["shape-mismatch"]}
        asked += [
            ("workspace/executeCommand", {"command": c, "arguments": given.get(c, [URI])}) for c in said["commands"]
        ]
    if isinstance(said, dict):
        if said.get("prepareProvider"):
            asked.append(("textDocument/prepareRename", HERE))
        if said.get("range"):
            asked.append(("textDocument/semanticTokens/range", {"textDocument": {"uri": URI}, "range": ALL}))
        assert not (said.get("resolveProvider") and provider not in RESOLVED)
    return asked


def test_whatever_is_announced_answers(client: RawClient, profile: str) -> None:
    announced = client.initialize(PROFILES[profile])
    offered = PROFILES[profile].get("general", {}).get("positionEncodings", ["utf-16"])
    assert announced["positionEncoding"] == offered[0]
    assert announced["textDocumentSync"]["openClose"] is True
    assert announced["textDocumentSync"]["change"] == 2
    client.open(URI, "x = 1 # find x")
    providers = {name: said for name, said in announced.items() if name not in NOT_REQUESTS and said}
    assert {"hoverProvider", "inlayHintProvider", "codeActionProvider", "executeCommandProvider"} <= set(providers)
    for provider, said in providers.items():
        for method, params in questions(provider, said):
            answer = client.ask(method, params)
            # There is no axis to rename, which is said in words.
            assert answer.get("error", {}).get("code") in (None, -32803), (method, answer)
        if isinstance(said, dict) and said.get("resolveProvider"):
            method, params = QUESTIONS[provider][0]
            for item in client.ask(method, params)["result"][:1]:
                assert "error" not in client.ask(RESOLVED[provider], item)


def test_what_is_not_announced_is_not_there(client: RawClient, profile: str) -> None:
    announced = client.initialize(PROFILES[profile])
    client.open(URI, "x = 1 # find x")
    for provider, asked in QUESTIONS.items():
        if not announced.get(provider) and provider != "diagnosticProvider":  # which is for those that ask again
            for method, params in asked:
                assert client.ask(method, params)["error"]["code"] == -32601, method


def test_each_kind_of_code_action_announced_is_given(client: RawClient, profile: str) -> None:
    kinds = client.initialize(PROFILES[profile])["codeActionProvider"]["codeActionKinds"]
    # A function whose axes are bound, so that the shape of `x` can be declared.
    signature = 'def f(y: Float[Tensor, "n_heads d_head"]):'
    client.open(URI, f"from jaxtyping import Float\n{signature}\n    x = 1 # find x")
    given: set[str] = set()
    for kind in kinds:
        context = {"diagnostics": [], "only": [kind]}
        params = {"textDocument": {"uri": URI}, "range": ALL, "context": context}
        given |= {action["kind"] for action in client.ask("textDocument/codeAction", params)["result"]}
    assert given == set(kinds)
