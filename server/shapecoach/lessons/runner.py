"""Running an exercise's tests: each run has a process of its own, started ahead, used once and replaced."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from shapecoach.lessons.exercise import Exercise, Kind
from shapecoach.lessons.folder import LearnerFolder
from shapecoach.lessons.verdict import NOTHING_WRITTEN, Outcome, Verdict
from shapecoach.lessons.watch import Cancelled, Limits, NeverBegan, Watch

if TYPE_CHECKING:
    from shapecoach.lessons.judging_process import JudgingProcess

_TRIES = 2
"""A process may have been killed while it waited, by a system short of memory for one."""

__all__ = ["Cancelled", "Limits", "Runner"]


@dataclass
class Runner:
    """Judges answers, several at once if asked to.  `close` it: a process may be waiting.

    With `ahead`, each run starts the process of the next, so that its verdict comes at once.
    """

    limits: Limits = field(default_factory=Limits)
    ahead: bool = False
    command: Sequence[str] = (sys.executable, "-P", "-m", "shapecoach.lessons.child")
    _waiting: JudgingProcess | None = field(default=None, init=False)
    _closed: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def warm_up(self) -> None:
        """Starts the process of the next run, unless one waits already.  Returns at once."""
        with self._lock, suppress(OSError):  # where it can't be started, the run itself says so
            if self._waiting is None and not self._closed:
                self._waiting = self._start()

    def run(
        self,
        folder: LearnerFolder,
        exercise: Exercise,
        seed: int | None = None,
        text: str | None = None,
        review: bool = False,
        cancelled: Event | None = None,
    ) -> Verdict:
        """As `judge`, and remembers the verdict.  Raises LessonsError where it can't be remembered.

        With `review` it is about the copy in which the exercise is done once more.
        """
        verdict = self.judge(folder.path_of(exercise, review), exercise, seed, text, cancelled)
        folder.remember(verdict, review)
        return verdict

    def judge(
        self,
        path: Path,
        exercise: Exercise,
        seed: int | None = None,
        text: str | None = None,
        cancelled: Event | None = None,
    ) -> Verdict:
        """Judges the answer in the learner's file.  Blocks until the verdict is there, 12 s at most, or some
        more to name what is wrong.

        `text` is judged instead of the file on disk where it is given (a document that is not saved yet).
        Raises Cancelled soon after `cancelled` is set.
        """
        begun = time.monotonic()
        seed = random.randrange(1_000_000) if seed is None else seed
        try:
            source = path.read_text(encoding="utf-8") if text is None else text
        except (OSError, UnicodeDecodeError) as error:
            return Verdict(exercise.name, Outcome.ERROR, message=_unreadable(exercise, path, error), seed=seed)
        if _is_untouched(exercise, source):
            return Verdict(exercise.name, Outcome.NOT_STARTED, message=NOTHING_WRITTEN, seed=seed)
        verdict, printed = self._judged(exercise, source, path, seed, cancelled or Event())
        return replace(verdict, seed=seed, seconds=round(time.monotonic() - begun, 2), output=printed)

    def close(self) -> None:
        """Ends the process that waits, if one does, and starts none any more.  Runs under way go on."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = self._waiting, None
        if waiting:
            waiting.end()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _judged(self, exercise: Exercise, text: str, path: Path, seed: int, cancelled: Event) -> tuple[Verdict, str]:
        """The verdict, and what was printed."""
        from shapecoach.lessons.judging_process import Job  # psutil: the language server starts without it

        job = Job(exercise.name, text, str(path), seed, seconds=self.limits.seconds * 3)
        why = ""
        for _ in range(_TRIES):
            verdict = None
            try:
                process = self._take()
            except OSError as error:  # Python itself may be gone by now
                why = f"{self.command[0]}: {error.strerror or error}."
                break
            try:
                verdict = Watch(process, job, self.limits, cancelled).verdict()
            except NeverBegan as ended:
                why = str(ended)
            finally:
                process.end()
            if verdict is not None:
                return verdict, process.printed
        message = f"The tests could not be started: {why}"
        return Verdict(exercise.name, Outcome.ERROR, message=message), ""

    def _take(self) -> JudgingProcess:
        """The process that waits, or else a fresh one; with `ahead`, from now on another one waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
        process = waiting or self._start()
        if self.ahead:
            self.warm_up()
        return process

    def _start(self) -> JudgingProcess:
        from shapecoach.lessons.judging_process import JudgingProcess

        return JudgingProcess(self.command, self.limits.output)


def _unreadable(exercise: Exercise, path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{path.name} is not there any more. `shapecoach reset {exercise.name}` brings it back."
    return f"{path.name} can't be read: {error}."


def _is_untouched(exercise: Exercise, text: str) -> bool:
    """Is this the starter, which needs no process to be told?  One that is to be repaired is an answer, and wrong."""
    with suppress(OSError):
        return exercise.kind is not Kind.DEBUG and text.replace("\r\n", "\n") == exercise.starter
    return False
