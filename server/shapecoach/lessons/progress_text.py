"""The text of a progress file: its versions, and how an older one is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shapecoach.lessons.record import Record, Review

VERSION = 2


class NewerVersionError(ValueError):
    """A later Shape Coach wrote it, and may mean something that this one would lose."""


def records_as_text(records: Mapping[str, Record]) -> str:
    exercises = {name: records[name].as_json() for name in sorted(records)}
    return json.dumps({"version": VERSION, "exercises": exercises}, indent=1) + "\n"


def read_records(text: str, written: date) -> dict[str, Record]:
    """The records in a progress file's text, which was written on that day.

    Raises NewerVersionError, and ValueError where it is anything else than a progress file.
    """
    try:
        data = json.loads(text)
        version: int = data["version"]
        if version > VERSION:
            raise NewerVersionError
        exercises: dict[str, dict[str, Any]] = {**data["exercises"]}
        for older in range(version, VERSION):
            exercises = {name: _MIGRATIONS[older](about, written) for name, about in exercises.items()}
        return {name: Record.from_json(about) for name, about in exercises.items()}
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _from_version_1(about: dict[str, Any], written: date) -> dict[str, Any]:
    """Version 1 knew no time and no reviews: what was hard comes back from the day on that was last written."""
    newer = about | {"seconds": 0, "last_seen": None, "review": None}
    hard = about["passed"] and Record.from_json(newer).was_hard
    return newer | {"review": Review(rung=0, since=written).as_json() if hard else None}


_MIGRATIONS: dict[int, Callable[[dict[str, Any], date], dict[str, Any]]] = {1: _from_version_1}
