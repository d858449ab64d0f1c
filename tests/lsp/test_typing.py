"""While somebody types: every answer is about the text that was asked about, and no shape goes and comes back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from raw_client import RawClient
from replay import CONTENT_MODIFIED, SERVER_CANCELLED, VSCODE, Answers, Replay
from typist import Keystroke, session

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.realistic import realistic

from shapecoach.analysis.model import Analysis, Position, Range
from shapecoach.analysis.source import recent_source
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints import examine
from shapecoach.lsp.features.inlay_hints import inlay_hints
from shapecoach.lsp.text import split_lines

LINES, KEYSTROKES = 500, 170
FIRST = realistic(LINES)
ALL = Range(Position(0, 0), Position(9999, 0))
Shape = tuple[int, int, str]  # where it is shown, and what


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Replay]:
    client = RawClient([sys.executable, "-P", "-m", "shapecoach", "lsp"])
    client.initialize(VSCODE, rootUri=tmp_path.as_uri())
    replay = Replay(client, (tmp_path / "model.py").as_uri())
    client.open(replay.uri, FIRST)
    client.ask("textDocument/diagnostic", {"textDocument": {"uri": replay.uri}})
    yield replay
    assert client.end() == 0


@cache
def known(text: str) -> Analysis:
    """What there is to say of a text, whoever asks."""
    return examine(text, "/model.py", Workspace(), lambda _: False)


def shapes(text: str) -> set[Shape]:
    hints = inlay_hints(known(text).facts, split_lines(text), ALL)
    return {(hint.position.line, hint.position.character, str(hint.label)) for hint in hints}


def is_readable(text: str) -> bool:
    return recent_source(text).lines == recent_source(text).parsed_lines


def shown(answers: Answers) -> set[Shape]:
    hints = answers["inlayHint"]["result"]
    return {(hint["position"]["line"], hint["position"]["character"], hint["label"]) for hint in hints}


def findings(answers: Answers) -> list[tuple[str, int, int]]:
    items = answers["diagnostic"]["result"]["items"]
    starts = [item["range"]["start"] for item in items]
    return [(item["message"], at["line"], at["character"]) for item, at in zip(items, starts, strict=True)]


def expected_findings(text: str) -> list[tuple[str, int, int]]:
    return [(one.message, one.range.start.line, one.range.start.character) for one in known(text).findings]


def moved(seen: set[Shape], key: Keystroke) -> set[Shape]:
    """Where shapes stand after a keystroke that isn't about their lines."""
    return {(line, at, label) for number, at, label in seen if (line := key.moved(number)) is not None}


def test_every_answer_is_of_the_text_asked_about_and_no_shape_flickers(replay: Replay) -> None:
    before, unreadable = shapes(FIRST), 0
    replay.lines_shown = 9999
    for key in session(FIRST, KEYSTROKES):
        answers = replay.answers(replay.press(key))
        assert all("result" in answer for answer in answers.values())
        assert findings(answers) == expected_findings(key.text)
        now, true, stayed = shown(answers), shapes(key.text), moved(before, key)
        assert true <= now
        if is_readable(key.text):
            assert now == true
        else:  # what was shown stays, and nothing else is shown that isn't so
            assert now - true <= stayed <= now
            unreadable += 1
        before = now
    assert unreadable > 20


def test_who_types_faster_than_we_look_gets_proper_answers(replay: Replay) -> None:
    keys = session(FIRST, 90)
    replay.lines_shown = 9999
    asked = [(key, replay.press(key)) for key in keys]
    overtaken, answers = 0, Answers()
    for key, ids in asked:
        answers = replay.answers(ids)
        errors = {answer["error"]["code"] for answer in answers.values() if "error" in answer}
        assert errors <= {CONTENT_MODIFIED, SERVER_CANCELLED}
        overtaken += bool(errors)
        if "result" in answers["diagnostic"]:
            assert findings(answers) == expected_findings(key.text)
        if "result" in answers["inlayHint"]:
            assert shapes(key.text) <= shown(answers)
    assert overtaken
    assert findings(answers) == expected_findings(keys[-1].text)
