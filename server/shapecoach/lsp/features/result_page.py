"""What became of an exercise, as a page: what is wrong in words, and where values differ, the two tables in colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape

from shapecoach.lessons import ExerciseStatus, Outcome
from shapecoach.lsp.features.verdicts import Judged

SHOW_RESULT = "shapecoach.showResult"
"""The client's command that shows it, with the document's URI."""

_CODE, _AS_CODE = re.compile(r"`([^`]+)`"), r"<code>\1</code>"
_IN_WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "not yet right",
    Outcome.ERROR: "stopped with an error",
    Outcome.TIMEOUT: "out of time",
    Outcome.NOT_STARTED: "not started",
}


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`html` is the page's content; buttons in it say in `data-command` which command of the client they stand for."""

    title: str
    html: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def result_page(judged: Judged, status: ExerciseStatus) -> ResultPage:
    """The page of the last run."""
    name, verdict = judged.exercise.name, judged.verdict
    parts = [f"<h1>{escape(name)}: {_IN_WORDS[verdict.outcome]}</h1>", *_paragraphs(verdict.message)]
    if verdict.picture is not None:
        caption = f"<figcaption>{escape(verdict.picture.caption)}</figcaption>"
        parts.append(f"<figure>{verdict.picture.svg()}{caption}</figure>")
    if verdict.output.strip():
        parts.append(f"<h2>It printed</h2><pre>{escape(verdict.output.rstrip())}</pre>")
    parts.append(f"<nav>{''.join(_buttons(status, verdict.passed))}</nav>")
    content = "\n".join(parts)
    return ResultPage(f"{name}: {_IN_WORDS[verdict.outcome]}", f'<main class="result">{content}</main>')


def _paragraphs(text: str) -> Iterator[str]:
    """Text with `code` in it, a paragraph for each of its lines; what is indented stays as it is."""
    for block in re.split(r"\n(?!    )", text.strip()):
        if block.startswith("    ") or "\n    " in block:
            yield f"<pre>{escape(block)}</pre>"
        elif block.strip():
            yield f"<p>{_CODE.sub(_AS_CODE, escape(block))}</p>"


def _buttons(status: ExerciseStatus, passed: bool) -> Iterator[str]:
    if passed:
        yield _button("next", "Next exercise")
        return
    yield _button("run", "Run again")
    if status.hints_total:
        yield _button("hint", f"Hint {min(status.hints_seen + 1, status.hints_total)}/{status.hints_total}")
    yield _button("solution", "Solution")


def _button(command: str, label: str) -> str:
    return f'<button type="button" data-command="{command}">{label}</button>'
