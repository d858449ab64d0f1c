"""The learner's folder: where each exercise lies, what was done with it, what comes next."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.exercise import Exercise, Hint, LessonsError
from shapecoach.lessons.progress import Progress, Record
from shapecoach.lessons.verdict import Outcome, Verdict

MARKER = ".shapecoach"


class NoLearnerFolderError(LessonsError):
    """The place asked about is not inside a learner's folder."""


@dataclass(frozen=True, slots=True)
class ExerciseStatus:
    """Where a learner stands with one exercise.  `outcome` is the last run's, `passed` whether any run ever passed."""

    exercise: Exercise
    outcome: Outcome
    verdict: Verdict | None
    tries: int
    hints_seen: int
    hints_total: int
    solution_seen: bool
    passed: bool


@dataclass(frozen=True)
class LearnerFolder:
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
                f"{path} is not inside a folder of lessons. Make one with `shapecoach learn DIR`,"
                " then run this there or name it with `--dir DIR`."
            )
        return folder

    @cached_property
    def progress(self) -> Progress:
        return Progress(self.root / MARKER / "progress.json")

    # -- places -------------------------------------------------------------------------------------------------

    def path_of(self, exercise: Exercise) -> Path:
        """The learner's own file for this exercise."""
        lesson = catalogue().lesson_of(exercise)
        return self.root / lesson.folder / f"{exercise.name}.py"

    def exercise_at(self, path: Path) -> Exercise | None:
        """The exercise whose file this is, or None.  The file's name says so, wherever in the folder it lies."""
        path = path.absolute()
        if path.suffix != ".py" or not path.is_relative_to(self.root) or MARKER in path.parts:
            return None
        return catalogue().get(path.stem)

    # -- what was done ------------------------------------------------------------------------------------------

    def status(self, exercise: Exercise) -> ExerciseStatus:
        return _status(exercise, self.progress.record(exercise.name))

    def statuses(self) -> list[ExerciseStatus]:
        """Where the learner stands with every exercise, in order."""
        records = self.progress.records()
        return [_status(exercise, records.get(exercise.name, Record())) for exercise in catalogue().exercises]

    def remember(self, verdict: Verdict) -> None:
        """Records a run.  A starter that nobody touched is no try."""
        if verdict.outcome is not Outcome.NOT_STARTED:
            self.progress.update(verdict.exercise, lambda record: record.after(verdict))

    def take_hint(self, exercise: Exercise) -> Hint:
        """The next hint, or the last one again once all were seen."""
        total = len(exercise.hints)
        record = self.progress.update(
            exercise.name, lambda record: replace(record, hints_seen=min(record.hints_seen + 1, total))
        )
        return Hint(exercise.hints[record.hints_seen - 1], record.hints_seen, total)

    def show_solution(self, exercise: Exercise) -> str:
        """The solution; remembers that it was seen before the exercise was passed, if it was."""
        self.progress.update(
            exercise.name,
            lambda record: replace(record, solution_seen=record.solution_seen or not record.passed),
        )
        return exercise.solution

    def reset(self, exercise: Exercise) -> Path | None:
        """Puts the starter back.  Returns the dated copy of what was there, or None where there was nothing."""
        path = self.path_of(exercise)
        kept = _keep(path, self.root / MARKER / "kept") if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(exercise.starter, encoding="utf-8")
        self.progress.update(exercise.name, lambda record: replace(record, verdict=None))
        return kept

    def next_exercise(self, after: Exercise | None = None) -> Exercise | None:
        """The first exercise not passed yet after `after`, else the first one anywhere; None when all are passed."""
        records = self.progress.records()
        order = list(catalogue().exercises)
        start = order.index(after) + 1 if after in order else 0
        for exercise in order[start:] + order[:start]:
            if not records.get(exercise.name, Record()).passed:
                return exercise
        return None


def _status(exercise: Exercise, record: Record) -> ExerciseStatus:
    return ExerciseStatus(
        exercise=exercise,
        outcome=record.verdict.outcome if record.verdict else Outcome.NOT_STARTED,
        verdict=record.verdict,
        tries=record.tries,
        hints_seen=min(record.hints_seen, len(exercise.hints)),
        hints_total=len(exercise.hints),
        solution_seen=record.solution_seen,
        passed=record.passed,
    )


def _keep(path: Path, kept: Path) -> Path:
    """Copies `path` into the folder `kept` under a name with the date; never over another copy."""
    kept.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    copy = kept / f"{path.stem}-{stamp}{path.suffix}"
    shutil.copy2(path, copy)
    return copy
