"""The line above an exercise's function: run the tests, see how it went, get help, go on."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.lessons import Exercise, ExerciseStatus, Outcome
from shapecoach.lsp.announced import HINT, NEXT, RESET, RUN, SOLUTION
from shapecoach.lsp.features.result_page import SHOW_RESULT

LONGEST_MESSAGE = 70
"""Characters of a verdict that fit above a function; the whole is in its diagnostic."""


def code_lenses(
    place: types.Range,
    uri: str,
    status: ExerciseStatus,
    following: Exercise | None,
    running: bool,
    has_page: bool = False,
) -> list[types.CodeLens]:
    """The lenses for the exercise whose function is named at `place`.

    `following` is the exercise to do after it; `has_page` says that the client can show the page about the last run.
    """
    # What can be done comes first: what is wrong is said in a sentence, and whatever comes after it may be cut off.
    wanted = [*_verdict(status, following, running, has_page), *_help(status), *_reason(status, running)]
    return [
        types.CodeLens(range=place, command=types.Command(title=title, command=command, arguments=[uri]))
        for title, command in wanted
    ]


def _verdict(
    status: ExerciseStatus, following: Exercise | None, running: bool, has_page: bool
) -> list[tuple[str, str]]:
    if running:
        return [("⏳ Running tests…", RUN)]  # another click begins anew
    if status.verdict is None:
        return [("▶ Run tests", RUN)]
    if status.verdict.outcome is not Outcome.PASSED:
        return [("✗ Run again", RUN), *([("Why?", SHOW_RESULT)] if has_page else [])]
    onward = (f"✓ Passed — next: {following.name} ▸", NEXT) if following else ("✓ Passed — that was the last one", "")
    return [onward, ("▶ Run again", RUN)]


def _help(status: ExerciseStatus) -> list[tuple[str, str]]:
    number = min(status.hints_seen + 1, status.hints_total)
    hint = [(f"Hint {number}/{status.hints_total}", HINT)] if status.hints_total else []
    return [*hint, ("Solution", SOLUTION), ("Reset", RESET)]


def _reason(status: ExerciseStatus, running: bool) -> list[tuple[str, str]]:
    verdict = status.verdict
    return [] if running or verdict is None or verdict.outcome is Outcome.PASSED else [(shortened(verdict.message), "")]


def shortened(message: str) -> str:
    """The first line of a message, without the full stop, cut between words if it is long.

    >>> shortened("The result is (d_head, seq).\\nExpected (seq, d_head).")
    'The result is (d_head, seq)'
    """
    first = message.strip().partition("\n")[0].removesuffix(".")
    if len(first) <= LONGEST_MESSAGE:
        return first
    return first[:LONGEST_MESSAGE].rsplit(" ", 1)[0] + "…"
