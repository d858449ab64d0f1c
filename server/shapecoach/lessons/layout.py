"""Laying out a learner's folder, and refreshing it: what the learner has changed is never written over."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.exercise import LessonsError
from shapecoach.lessons.folder import MARKER, LearnerFolder
from shapecoach.lessons.welcome import EDITOR_SETTINGS, PYTEST_HOOK, TOOL_SETTINGS, readme


@dataclass
class Layout:
    """What laying out did, as paths relative to the folder."""

    made: list[str] = field(default_factory=list[str])
    updated: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])


def learn(directory: Path) -> LearnerFolder:
    """Makes or refreshes the learner's folder at `directory`.  Raises LessonsError where it can't be written."""
    lay_out(directory)
    return LearnerFolder(directory.absolute())


def lay_out(directory: Path) -> Layout:
    """As `learn`; returns what was done.

    A file is written if it is missing, or if it is still exactly what an earlier Shape Coach wrote.  Any other file
    is the learner's and is left alone.
    """
    root = directory.absolute()
    written_path = root / MARKER / "written.json"
    try:
        written_path.parent.mkdir(parents=True, exist_ok=True)
        written = _read_written(written_path)
        layout = Layout()
        for name, text in _files():
            _lay(root / name, name, text, written, layout)
        _write(written_path, json.dumps(written, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise LessonsError(f"The lessons can't be written to {directory}: {error.strerror or error}.") from error
    return layout


def _lay(path: Path, name: str, text: str, written: dict[str, str], layout: Layout) -> None:
    if not path.exists():
        layout.made.append(name)
    else:
        there = path.read_bytes()
        if there == text.encode():
            written[name] = _digest(there)
            return
        if written.get(name) != _digest(there):
            layout.kept.append(name)
            return
        layout.updated.append(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text)
    written[name] = _digest(text.encode())


def _files() -> Iterator[tuple[str, str]]:
    """Every file of a learner's folder: its place and its text."""
    curriculum = catalogue()
    yield "README.md", readme(curriculum)
    yield "pyproject.toml", TOOL_SETTINGS
    yield "conftest.py", PYTEST_HOOK
    yield ".vscode/settings.json", EDITOR_SETTINGS
    for lesson in curriculum.lessons:
        yield f"{lesson.folder.as_posix()}/lesson.md", lesson.text
        for exercise in lesson.exercises:
            yield f"{lesson.folder.as_posix()}/{exercise.name}.py", exercise.starter


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_written(path: Path) -> dict[str, str]:
    """Which files we wrote, and what they were.  Without that knowledge every file there is the learner's."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _write(path: Path, text: str) -> None:
    """In one step, so that a file is never left half written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.write_bytes(text.encode())
    os.replace(temporary, path)
