"""The page about an exercise's last run, and the lens that leads to it.  With the real lessons."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lsprotocol import types

from shapecoach.lessons import LearnerFolder, Outcome, Verdict, catalogue, learn
from shapecoach.lessons.picture import Picture
from shapecoach.lsp.features.code_lenses import code_lenses
from shapecoach.lsp.features.result_page import SHOW_RESULT, result_page
from shapecoach.lsp.features.verdicts import Judged

EXERCISE = catalogue().exercise("split_heads")
PICTURE = Picture(((1.0, 2.0),), ((1.0, 3.0),), columns="d", at="b=0")


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.commands: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.commands += [value for name, value in attrs if name == "data-command" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def folder(tmp_path: Path) -> LearnerFolder:
    return learn(tmp_path)


def page_of(folder: LearnerFolder, verdict: Verdict) -> Tags:
    return Tags(result_page(Judged(EXERCISE, verdict), folder.status(EXERCISE)).html)


def test_a_wrong_answer_is_said_and_drawn(folder: LearnerFolder) -> None:
    verdict = Verdict(EXERCISE.name, Outcome.FAILED, message="`h` comes first.\nIt should be last.", picture=PICTURE)
    page = page_of(folder, verdict)
    assert "split_heads: not yet right" in page.text
    assert "h comes first.\nIt should be last." in page.text
    assert {"code", "figure", "svg"} <= set(page.tags)
    assert PICTURE.caption in page.text
    assert page.commands == ["run", "hint", "solution"]
    assert "Hint 1/3" in page.text


def test_a_right_one_leads_on(folder: LearnerFolder) -> None:
    page = page_of(folder, Verdict(EXERCISE.name, Outcome.PASSED))
    assert page.commands == ["next"]
    assert "figure" not in page.tags


def test_what_the_learners_code_says_is_text_and_no_page(folder: LearnerFolder) -> None:
    said = "<script>alert(1)</script> & <b>"
    page = page_of(folder, Verdict(EXERCISE.name, Outcome.ERROR, message=said, output=said))
    assert not {"script", "b"} & set(page.tags)
    assert page.text.count(said) == 2


def test_the_lens_is_there_where_there_is_something_to_see(folder: LearnerFolder) -> None:
    name = types.Range(types.Position(0, 4), types.Position(0, 15))

    def commands(outcome: Outcome | None, running: bool = False, has_page: bool = True) -> list[str]:
        verdict = Verdict(EXERCISE.name, outcome, message="Not yet.") if outcome else None
        status = replace(folder.status(EXERCISE), verdict=verdict)
        lenses = code_lenses(name, "file:///a.py", status, None, running, has_page)
        return [lens.command.command for lens in lenses if lens.command]

    assert SHOW_RESULT in commands(Outcome.FAILED)
    assert SHOW_RESULT not in commands(Outcome.FAILED, running=True) + commands(Outcome.FAILED, has_page=False)
    assert SHOW_RESULT not in commands(Outcome.PASSED) + commands(None)


@pytest.mark.asyncio
async def test_the_client_asks_for_it(start_editor, server_command, folder: LearnerFolder) -> None:
    editor = await start_editor(server_command(), root=folder.root, options={"resultPage": True})
    path = folder.path_of(EXERCISE)
    ask = {"uri": path.as_uri()}
    crossed = EXERCISE.solution.replace("(n_heads d) ->", "(d n_heads) ->")
    editor.open(path.as_uri(), crossed)
    assert await editor.client.protocol.send_request_async("shapecoach/result", ask) is None
    run = types.ExecuteCommandParams("shapecoach.server.run", [path.as_uri()])
    verdict = await editor.client.workspace_execute_command_async(run)
    assert verdict["outcome"] == "failed"
    assert verdict["expected"] != verdict["actual"]
    page = await editor.client.protocol.send_request_async("shapecoach/result", ask)
    assert "<svg" in page.html
    lenses = await editor.client.text_document_code_lens_async(
        types.CodeLensParams(types.TextDocumentIdentifier(path.as_uri()))
    )
    assert SHOW_RESULT in [lens.command.command for lens in lenses if lens.command]
