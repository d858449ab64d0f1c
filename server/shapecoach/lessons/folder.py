"""The learner's folder: where each exercise lies, what was done with it, what comes next."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.exercise import Exercise, Hint, LessonsError
from shapecoach.lessons.progress import Progress
from shapecoach.lessons.record import Record, Review, on_day, present
from shapecoach.lessons.verdict import Outcome, Verdict
from shapecoach.lessons.whole_file import write_whole

MARKER = ".shapecoach"
PROGRESS = f"{MARKER}/progress.json"
"""What was done, seen from the learner's folder."""
REVIEWS = "review"
"""Where exercises are done once more.  The first answers stay where they are."""


class NoLearnerFolderError(LessonsError):
    """The place asked about is not inside a learner's folder."""


class Standing(StrEnum):
    """How far a learner has come with one exercise."""

    UNTRIED = "untried"
    TRIED = "tried"
    PASSED = "passed"
    HELPED = "helped"  # passed, after a hint or with the solution seen


@dataclass(frozen=True, slots=True)
class ExerciseStatus:
    """Where a learner stands with one exercise.  `outcome` is the last run's, `passed` whether any run ever passed.

    `seconds` is how long it took (see Record), `review` where it stands on the ladder, if it was hard.
    """

    exercise: Exercise
    outcome: Outcome
    verdict: Verdict | None
    tries: int
    hints_seen: int
    hints_total: int
    solution_seen: bool
    passed: bool
    seconds: int = 0
    last_seen: datetime | None = None
    review: Review | None = None

    @property
    def standing(self) -> Standing:
        if self.passed:
            return Standing.HELPED if self.hints_seen or self.solution_seen else Standing.PASSED
        return Standing.TRIED if self.tries else Standing.UNTRIED

    @property
    def due(self) -> date | None:
        """The day on which it is to be done once more."""
        return self.review.due if self.review else None

    @property
    def reviewing(self) -> bool:
        """Is it being done once more?"""
        return self.review is not None and self.review.under_way


@dataclass(frozen=True)
class LearnerFolder:
    """Where it matters, functions take `review`: is it about the copy in which an exercise is done once more?"""

    root: Path

    @staticmethod
    def containing(path: Path) -> LearnerFolder | None:
        """The learner's folder that `path` lies in, or None."""
        path = path.absolute()
        for place in (path, *path.parents):
            if (place / MARKER / "written.json").is_file():
                return LearnerFolder(place)
        return None

    @staticmethod
    def at(path: Path) -> LearnerFolder:
        """The learner's folder that `path` lies in.  Raises NoLearnerFolderError where there is none."""
        folder = LearnerFolder.containing(path)
        if folder is None:
            raise NoLearnerFolderError(
                f"{path.absolute()} is not inside a folder of lessons. Make one with `shapecoach learn DIR`,"
                " then run this there or name it with `--dir DIR`."
            )
        return folder

    @cached_property
    def progress(self) -> Progress:
        return Progress(self.root / PROGRESS)

    # -- places -------------------------------------------------------------------------------------------------

    def path_of(self, exercise: Exercise, review: bool = False) -> Path:
        """The learner's own file for this exercise."""
        lesson = catalogue().lesson_of(exercise)
        return self.root / (REVIEWS if review else lesson.folder) / f"{exercise.name}.py"

    def exercise_at(self, path: Path) -> Exercise | None:
        """The exercise whose file this is, or None.

        A file that was moved within the folder is known by its name and by its function.
        """
        path = path.absolute()
        if path.suffix != ".py" or not path.is_relative_to(self.root) or MARKER in path.parts:
            return None
        exercise = catalogue().get(path.stem)
        if exercise is None or path in (self.path_of(exercise), self.path_of(exercise, review=True)):
            return exercise
        return exercise if _defines(path, exercise.function) else None

    def is_review(self, path: Path) -> bool:
        """Is this the copy in which an exercise is done once more?"""
        return path.absolute().parent == self.root / REVIEWS

    # -- what was done ------------------------------------------------------------------------------------------

    def status(self, exercise: Exercise, review: bool = False) -> ExerciseStatus:
        return _status(exercise, self.progress.record(exercise.name), review)

    def statuses(self) -> list[ExerciseStatus]:
        """Where the learner stands with every exercise, in order."""
        records = self.progress.records()
        return [_status(exercise, records.get(exercise.name, Record())) for exercise in catalogue().exercises]

    def opened(self, exercise: Exercise, review: bool = False) -> None:
        """Records that the learner begins, or goes on, with an exercise: from here on its time is counted."""
        if not self.status(exercise, review).passed:  # what is only looked at again isn't where the learner is
            self._update(exercise.name, Record.seen, review)

    def remember(self, verdict: Verdict, review: bool = False) -> None:
        """Records a run.  A starter that nobody touched is no try."""
        if verdict.outcome is not Outcome.NOT_STARTED:
            self._update(verdict.exercise, lambda record: record.after(verdict), review)

    def take_hint(self, exercise: Exercise, review: bool = False) -> Hint:
        """The next hint, or the last one again once all were seen."""
        total = len(exercise.hints)
        record = self._update(
            exercise.name,
            lambda record: replace(record.seen(), hints_seen=min(record.hints_seen + 1, total)),
            review,
        )
        return Hint(exercise.hints[record.hints_seen - 1], record.hints_seen, total)

    def show_solution(self, exercise: Exercise, review: bool = False) -> str:
        """The solution; remembers that it was seen before the exercise was passed, if it was."""
        self._update(
            exercise.name,
            lambda record: replace(record.seen(), solution_seen=record.solution_seen or not record.passed),
            review,
        )
        return exercise.solution

    def reset(self, exercise: Exercise, review: bool = False) -> Path | None:
        """Puts the starter back.  Returns the dated copy of what was there, or None where there was nothing."""
        kept = self._lay_starter(self.path_of(exercise, review), exercise)
        self._update(exercise.name, lambda record: replace(record, verdict=None), review)
        return kept

    def _lay_starter(self, path: Path, exercise: Exercise) -> Path | None:
        """Raises LessonsError where it can't be written: then the file is as it was."""
        try:
            kept = _keep(path, self.root / MARKER / "kept") if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, exercise.starter)
        except OSError as error:
            raise LessonsError(f"{path} can't be written: {error.strerror or error}.") from error
        return kept

    def _update(self, name: str, change: Callable[[Record], Record], review: bool) -> Record:
        """Changes the record of an exercise, or of its review, and returns that record as it is then."""

        def change_review(record: Record) -> Record:
            if record.review is None or record.review.attempt is None:
                return record  # a copy from before the progress was lost: nothing to count
            return replace(record, review=record.review.after(change(record.review.attempt)))

        record = self.progress.update(name, change_review if review else change)
        if not review:
            return record
        return record.review.attempt if record.review and record.review.attempt else change(Record())

    # -- what comes next ----------------------------------------------------------------------------------------

    def next_exercise(self, after: Exercise | None = None) -> Exercise | None:
        """The first exercise not passed yet after `after`, else the first one anywhere; None when all are passed.

        Without `after`, it is the one that the learner is at: the last one they did something about, if not passed.
        """
        records = self.progress.records()
        order = list(catalogue().exercises)
        if after in order:
            start = order.index(after) + 1
        else:
            seen = [_last_seen(records.get(exercise.name)) for exercise in order]
            start = max(
                (place for place in range(len(order)) if seen[place]), key=lambda place: (seen[place], place), default=0
            )
        for exercise in order[start:] + order[:start]:
            if not records.get(exercise.name, Record()).passed:
                return exercise
        return None

    def due(self) -> list[Exercise]:
        """The exercises to do once more today: first those begun already, then those that have waited longest."""
        today = present().date()
        waiting: list[tuple[date, Exercise]] = []
        for status in self.statuses():
            if status.reviewing:
                waiting.append((date.min, status.exercise))
            elif status.due and status.due <= today:
                waiting.append((status.due, status.exercise))
        return [exercise for _, exercise in sorted(waiting, key=lambda each: each[0])]

    def begin_review(self, exercise: Exercise) -> Path:
        """The file in which the exercise is done once more, from a fresh starter; as it is where it was begun before.

        Raises LessonsError for an exercise that isn't due.
        """
        status, path = self.status(exercise), self.path_of(exercise, review=True)
        if status.reviewing and path.exists():
            return path
        if exercise not in self.due():
            raise LessonsError(_why_not_due(status))

        def begin(record: Record) -> Record:
            assert record.review
            return replace(record, review=record.review.begun())

        self._lay_starter(path, exercise)
        self.progress.update(exercise.name, begin)
        return path


def _status(exercise: Exercise, record: Record, review: bool = False) -> ExerciseStatus:
    of = record
    if review:
        of = (record.review.attempt if record.review else None) or Record()
    return ExerciseStatus(
        exercise=exercise,
        outcome=of.verdict.outcome if of.verdict else Outcome.NOT_STARTED,
        verdict=of.verdict,
        tries=of.tries,
        hints_seen=min(of.hints_seen, len(exercise.hints)),
        hints_total=len(exercise.hints),
        solution_seen=of.solution_seen,
        passed=of.passed,
        seconds=of.seconds,
        last_seen=of.last_seen,
        review=record.review,
    )


def _why_not_due(status: ExerciseStatus) -> str:
    name = status.exercise.name
    if not status.passed:
        return f"You haven't passed `{name}` yet, so there is nothing to do again: `shapecoach test {name}`."
    why = f"comes back {on_day(status.due)}" if status.due else "went well, so it doesn't come back for review"
    return f"`{name}` {why}. To do it again anyway: `shapecoach reset {name}`; your answer is kept."


def _defines(path: Path, function: str) -> bool:
    with suppress(OSError, UnicodeDecodeError):
        outermost = re.escape(function.split(".")[0])
        return re.search(rf"(?m)^(def|class) {outermost}\b", path.read_text(encoding="utf-8")) is not None
    return False


def _last_seen(record: Record | None) -> float:
    return record.last_seen.timestamp() if record and record.last_seen else 0.0


def _keep(path: Path, kept: Path) -> Path:
    """Copies `path` into the folder `kept` under a name with the date; never over another copy."""
    kept.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = kept / f"{path.stem}-{stamp}{path.suffix}"
    shutil.copy2(path, copy)
    return copy
