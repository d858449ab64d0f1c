"""A typing session told to a server: each keystroke, then all that VS Code asks after it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from raw_client import RawClient
from typist import Keystroke

VSCODE: dict[str, Any] = {
    "workspace": {"diagnostics": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}},
    "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}},
}
CONTENT_MODIFIED, SERVER_CANCELLED, REQUEST_CANCELLED = -32801, -32802, -32800
Answers = dict[str, dict[str, Any]]


@dataclass
class Replay:
    """One document in one server, and what became of what was asked."""

    client: RawClient
    uri: str
    version: int = 1
    lines_shown: int = 50
    seconds: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def press(self, key: Keystroke) -> dict[str, str]:
        """Tell of a keystroke and ask everything; the ids by what was asked."""
        self.version += 1
        change = {"range": _range(key.start, key.end), "text": key.new}
        self.client.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": [change]},
        )
        ids: dict[str, str] = {}
        for name, params in questions(self.uri, key, self.lines_shown).items():
            ids[name] = f"{self.version} {name}"
            self.client.asked[ids[name]] = time.perf_counter()
            self.client.send({"id": ids[name], "method": f"textDocument/{name}", "params": params})
        return ids

    def answers(self, ids: dict[str, str]) -> Answers:
        """Wait for all answers, and note how long each took."""
        found = {name: self.client.answer(id_) for name, id_ in ids.items()}
        for name, id_ in ids.items():
            self.seconds.setdefault(name, []).append(self.client.arrivals[id_] - self.client.asked[id_])
        return found


def questions(uri: str, key: Keystroke, lines_shown: int) -> dict[str, dict[str, Any]]:
    """What VS Code asks of a document after a keystroke."""
    line, character = key.caret
    document: dict[str, Any] = {"textDocument": {"uri": uri}}
    caret = {"line": line, "character": character}
    here = document | {"position": caret}
    last = key.text.count("\n")
    first = max(0, min(line - lines_shown // 2, last - lines_shown))
    return {
        "diagnostic": document,
        "inlayHint": document | {"range": _range((first, 0), (first + lines_shown, 0))},
        "semanticTokens/full": document,
        "codeLens": document,
        "completion": here,
        "signatureHelp": here,
        "documentHighlight": here,
        "codeAction": document | {"range": {"start": caret, "end": caret}, "context": {"diagnostics": []}},
        "hover": here,
    }


def _range(start: Sequence[int], end: Sequence[int]) -> dict[str, Any]:
    return {
        "start": {"line": start[0], "character": start[1]},
        "end": {"line": end[0], "character": end[1]},
    }
