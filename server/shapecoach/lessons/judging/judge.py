"""Judging one answer to one exercise: its tests on every input, then the mistake's name."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path

from shapecoach.lessons.judging.afterwards import check_afterwards
from shapecoach.lessons.judging.inputs import inputs_for
from shapecoach.lessons.judging.material import Material, load_text
from shapecoach.lessons.judging.naming import WrongAnswer, name_mistake
from shapecoach.lessons.judging.own_code import own_code
from shapecoach.lessons.judging.rejection import NotStarted, Raised, Rejected
from shapecoach.lessons.judging.trial import Answer, Trial
from shapecoach.lessons.picture import Picture
from shapecoach.lessons.verdict import NOTHING_WRITTEN, Outcome


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is thought of an answer.  `line` counts from 0, in the file that the answer is written in.

    `picture` shows the answer against the right one where looking is faster than reading.
    """

    outcome: Outcome
    message: str = ""
    mistake: str | None = None
    line: int | None = None
    picture: Picture | None = None


class Listener:
    """Who wants to know how far the judging is.  This one doesn't."""

    def begins(self, test: str) -> None:
        """A test begins, or what else runs the learner's code."""

    def found(self, judgement: Judgement) -> None:
        """So much is certain; what the mistake is called, and where it shows, is still looked for."""


_NOBODY = Listener()


def judge_text(about: Material, text: str, path: Path, seed: int, listener: Listener = _NOBODY) -> Judgement:
    """Judges the answer written in `text`, the text of the file at `path`."""
    listener.begins("importing the file")
    try:
        module = load_text(text, path)
    except SyntaxError as error:
        return _unreadable(error, path)
    except (Exception, SystemExit) as error:
        told = _told(error, path)
        return replace(told, message=f"The file can't be imported. {told.message}")
    name = about.exercise.function
    answer = getattr(module, name, None)
    if not callable(answer):
        return Judgement(
            Outcome.ERROR,
            f"There is no function called `{name}` in {path.name}. It must keep its name:"
            " that is how the tests find it.",
        )
    judgement = judge(about, answer, seed, listener, path)
    listener.found(judgement)
    return _led_by_the_engine(judgement, text, path, own_code(answer).lines())


def judge(
    about: Material, answer: Answer, seed: int, listener: Listener = _NOBODY, path: Path | None = None
) -> Judgement:
    """Judges an answer that is a function already.  `path` is the file in which its lines are counted."""
    inputs = inputs_for(about.signature, about.question, seed)
    path = path or Path(getattr(getattr(inspect.unwrap(answer), "__code__", None), "co_filename", ""))
    for name, test in about.tests.items():
        listener.begins(name)
        for drawn in inputs:
            try:
                test(Trial(answer, drawn, about.signature, about.question))
            except NotStarted:
                return Judgement(Outcome.NOT_STARTED, NOTHING_WRITTEN)
            except Rejected as rejected:
                wrong = WrongAnswer(about, answer, inputs, rejected.entry)
                found = Judgement(Outcome.FAILED, rejected.message, rejected.mistake, picture=rejected.picture)
                return _named(found, wrong, listener)
            except AssertionError as error:  # a test's own plain assert
                return _named(Judgement(Outcome.FAILED, str(error)), WrongAnswer(about, answer, inputs, None), listener)
            except Raised as raised:
                return _named(_told(raised.error, path), WrongAnswer(about, answer, inputs, None), listener)
    listener.begins("what is asked of a right answer")
    try:
        check_afterwards(about, answer, inputs)
    except Rejected as rejected:
        return Judgement(Outcome.FAILED, rejected.message, rejected.mistake)
    except Raised as raised:
        return _told(raised.error, path)
    return Judgement(Outcome.PASSED)


def _named(judgement: Judgement, wrong: WrongAnswer, listener: Listener) -> Judgement:
    """The judgement with the mistake's sentence first, if it is a known one; what the check saw follows."""
    listener.found(judgement)
    named = None if judgement.mistake else name_mistake(wrong)
    if named is None:
        return judgement
    message = named.sentence if wrong.entry else f"{named.sentence}\n\n{judgement.message}"
    return replace(judgement, outcome=Outcome.FAILED, message=message, mistake=named.code)


def _told(error: BaseException, path: Path) -> Judgement:
    """An exception in the learner's words: what and where in their own file, without frames of ours or of torch."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
    where = f" on line {own[-1].lineno}" if own else ""
    line = (own[-1].lineno or 1) - 1 if own else None
    if isinstance(error, SystemExit):
        return Judgement(Outcome.ERROR, f"Your code ends the whole program{where}: leave out `exit`.", line=line)
    if isinstance(error, MemoryError) or "can't allocate memory" in str(error):
        return Judgement(Outcome.ERROR, f"Your code asks for more memory than there is{where}.", line=line)
    if isinstance(error, RecursionError):
        return Judgement(Outcome.ERROR, f"Your function calls itself without an end{where}.", line=line)
    source = f"\n\n    {own[-1].line}" if own and own[-1].line else ""
    what = f"{type(error).__name__}{where}: {str(error).strip()}".rstrip(": ")
    return Judgement(Outcome.ERROR, what + source, line=line)


def _unreadable(error: SyntaxError, path: Path) -> Judgement:
    line = error.lineno or 1
    source = f"\n\n    {error.text.strip()}" if error.text else ""
    return Judgement(
        Outcome.ERROR,
        f"{path.name} is not Python yet: line {line}: {error.msg}.{source}",
        line=line - 1,
    )


def _led_by_the_engine(judgement: Judgement, text: str, path: Path, lines: Container[int]) -> Judgement:
    """Where the shape engine already points at one of the answer's own lines, that line leads."""
    if judgement.outcome not in (Outcome.FAILED, Outcome.ERROR):
        return judgement
    from shapecoach.hints import examine  # only wrong answers pay for loading the engine

    found = examine(text, str(path), mend=lambda _: False).findings  # no fixes: the editor offers those
    findings = [one for one in found if one.severity != "hint" and one.range.start.line + 1 in lines]
    if not findings:
        return judgement
    first = min(findings, key=lambda finding: (finding.severity != "error", finding.range.start.line))
    line = first.range.start.line
    return replace(judgement, message=f"Line {line + 1}: {first.message}\n\n{judgement.message}", line=line)
