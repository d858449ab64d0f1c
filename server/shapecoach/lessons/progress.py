"""What a learner has done so far: one small JSON file, changed under a lock, replaced in one step.

A file that cannot be read (cut off, edited by hand, written by a newer Shape Coach) is renamed, never deleted, and
the store says so in its `notices`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from shapecoach.lessons.exercise import LessonsError
from shapecoach.lessons.verdict import Verdict

VERSION = 1
_LOCK_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered about one exercise.  `passed` stays true once it was; `verdict` is the last run's."""

    tries: int = 0
    passed: bool = False
    hints_seen: int = 0
    solution_seen: bool = False
    verdict: Verdict | None = None

    def after(self, verdict: Verdict) -> Record:
        """This record once the exercise has been run with that verdict."""
        return replace(self, tries=self.tries + 1, passed=self.passed or verdict.passed, verdict=verdict)

    def as_json(self) -> dict[str, Any]:
        verdict = {**self.verdict.as_json(), "line": self.verdict.line} if self.verdict else None
        return {
            "tries": self.tries,
            "passed": self.passed,
            "hints_seen": self.hints_seen,
            "solution_seen": self.solution_seen,
            "verdict": verdict,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Record:
        """Raises KeyError, TypeError or ValueError where `data` is not what `as_json` made."""
        verdict = data["verdict"]
        return Record(
            tries=int(data["tries"]),
            passed=bool(data["passed"]),
            hints_seen=int(data["hints_seen"]),
            solution_seen=bool(data["solution_seen"]),
            verdict=Verdict.from_json(verdict, verdict["line"]) if verdict else None,
        )


@dataclass
class Progress:
    """The progress file at `path`.  `notices` says, in words for the learner, what went wrong with it."""

    path: Path
    notices: list[str] = field(default_factory=list[str])

    def record(self, exercise: str) -> Record:
        return self._locked(lambda records: None).get(exercise, Record())

    def records(self) -> Mapping[str, Record]:
        """All that is remembered, by exercise."""
        return self._locked(lambda records: None)

    def update(self, exercise: str, change: Callable[[Record], Record]) -> Record:
        """Replaces the record of one exercise by `change` of it, safe against other windows doing the same."""

        def apply(records: dict[str, Record]) -> dict[str, Record]:
            return records | {exercise: change(records.get(exercise, Record()))}

        return self._locked(apply)[exercise]

    def _locked(self, change: Callable[[dict[str, Record]], dict[str, Record] | None]) -> dict[str, Record]:
        """Raises LessonsError where the file can't be written or another process won't let go of it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                records = self._read()
                changed = change(records)
                if changed is not None:
                    _replace(self.path, _to_text(changed))
                return records if changed is None else changed
        except Timeout as error:
            raise LessonsError(f"Another program holds {self.path}; close it and try again.") from error
        except OSError as error:
            raise LessonsError(f"Progress can't be kept in {self.path}: {error.strerror or error}.") from error

    def _read(self) -> dict[str, Record]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            self._set_aside(f"could not be read ({error})")
            return {}
        try:
            data = json.loads(text)
            if data["version"] > VERSION:
                self._set_aside("was written by a newer Shape Coach")
                return {}
            return {name: Record.from_json(record) for name, record in data["exercises"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            self._set_aside("is damaged")
            return {}

    def _set_aside(self, why: str) -> None:
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"progress-{stamp}.json")
        with suppress(OSError):
            os.replace(self.path, aside)
            self.notices.append(
                f"The progress file {why}. It is kept as {aside.name} beside it, and a new one was begun; your own"
                " files are as they were."
            )


def _to_text(records: Mapping[str, Record]) -> str:
    exercises = {name: records[name].as_json() for name in sorted(records)}
    return json.dumps({"version": VERSION, "exercises": exercises}, indent=1) + "\n"


def _replace(path: Path, text: str) -> None:
    """Writes a whole new file beside the old one, then swaps: a reader sees one or the other, never half."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".progress-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
