"""What a learner has done so far: one small JSON file, changed under a lock, replaced in one step.

A file that cannot be read (cut off, edited by hand, written by a newer Shape Coach) is renamed, never deleted, and
the store says so in its `notices`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from shapecoach.lessons.exercise import LessonsError
from shapecoach.lessons.progress_text import NewerVersionError, read_records, records_as_text
from shapecoach.lessons.record import Record
from shapecoach.lessons.whole_file import write_whole

_LOCK_SECONDS = 20

Records = Mapping[str, Record]


@dataclass
class Progress:
    """The progress file at `path`.  `notices` says, in words for the learner, what went wrong with it."""

    path: Path
    notices: list[str] = field(default_factory=list[str])

    def record(self, exercise: str) -> Record:
        return self.records().get(exercise, Record())

    def records(self) -> Records:
        """All that is remembered, by exercise.  Raises LessonsError where it can't be read."""
        try:
            return self._locked(lambda records: None)
        except LessonsError:  # of a folder that can't be written to, it can be read all the same
            with suppress(OSError, ValueError):
                return self._read()
            raise

    def update(self, exercise: str, change: Callable[[Record], Record]) -> Record:
        """Replaces the record of one exercise by `change` of it, safe against other windows doing the same."""

        def apply(records: Records) -> Records:
            return {**records, exercise: change(records.get(exercise, Record()))}

        return self._locked(apply)[exercise]

    def export(self, path: Path) -> int:
        """Writes a copy that `take_in` reads.  Returns of how many exercises.

        Raises LessonsError where it can't be written, or where something else than an earlier export stands there.
        """
        if path.exists() and not _is_progress(path):
            raise LessonsError(f"{path} is there already and is something else; choose another name.")
        records = self.records()
        try:
            write_whole(path, records_as_text(records))
        except OSError as error:
            raise LessonsError(f"{path} can't be written: {error.strerror or error}.") from error
        return len(records)

    def take_in(self, path: Path) -> list[str]:
        """Adds what an exported file knows to what is known here.  Returns the exercises that this changed.

        Raises LessonsError where `path` is not an exported file.
        """
        taken = records_in(path)
        changed: list[str] = []

        def apply(records: Records) -> Records | None:
            merged = {name: records.get(name, Record()).merged(record.elsewhere()) for name, record in taken.items()}
            changed.extend(name for name, record in merged.items() if record != records.get(name))
            return {**records, **merged} if changed else None

        self._locked(apply)
        return changed

    def _locked(self, change: Callable[[Records], Records | None]) -> Records:
        """Raises LessonsError where the file can't be written or another process won't let go of it."""
        try:
            self.path.parent.mkdir(exist_ok=True)  # not the folder around it, which may have been moved
            with FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                records = self._read_or_set_aside()
                changed = change(records)
                if changed is not None:
                    write_whole(self.path, records_as_text(changed))
                return records if changed is None else changed
        except Timeout as error:
            raise LessonsError(f"Another program holds {self.path}; close it and try again.") from error
        except OSError as error:
            raise LessonsError(f"Progress can't be kept in {self.path}: {error.strerror or error}.") from error

    def _read(self) -> Records:
        """Raises OSError, and ValueError where what is there is no progress that this Shape Coach understands."""
        try:
            text = self.path.read_text(encoding="utf-8")
            return read_records(text, datetime.fromtimestamp(self.path.stat().st_mtime).date())
        except FileNotFoundError:
            return {}

    def _read_or_set_aside(self) -> Records:
        try:
            return self._read()
        except NewerVersionError:
            self._set_aside("was written by a newer Shape Coach")
        except UnicodeDecodeError as error:
            self._set_aside(f"could not be read ({error})")
        except ValueError:
            self._set_aside("is damaged")
        return {}

    def _set_aside(self, why: str) -> None:
        """Raises OSError where it can't be renamed: then nothing may be written in its place."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"progress-{stamp}.json")
        os.replace(self.path, aside)
        self.notices.append(
            f"The progress file {why}. It is kept as {aside}, and a new one was begun; your own files are as they"
            " were. `shapecoach import` takes it in again, once it can be read."
        )


def records_in(path: Path) -> Records:
    """What an exported progress file knows.  Raises LessonsError, saying why, where it isn't one."""
    try:
        return read_records(path.read_text(encoding="utf-8"), datetime.fromtimestamp(path.stat().st_mtime).date())
    except NewerVersionError as error:
        why = "was exported by a newer Shape Coach: bring this one up to date first"
        raise LessonsError(f"{path} {why}.") from error
    except ValueError as error:
        raise LessonsError(f"{path} is no progress that Shape Coach exported.") from error
    except OSError as error:
        raise LessonsError(f"{path} can't be read: {error.strerror or error}.") from error


def _is_progress(path: Path) -> bool:
    with suppress(LessonsError):
        records_in(path)
        return True
    return False
