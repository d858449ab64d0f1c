"""Laying out a learner's folder, and refreshing it: what the learner has changed is never written over."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from shapecoach.lessons.catalogue import catalogue
from shapecoach.lessons.exercise import LessonsError
from shapecoach.lessons.folder import MARKER, LearnerFolder
from shapecoach.lessons.welcome import EDITOR_SETTINGS, PYTEST_HOOK, TOOL_SETTINGS, readme
from shapecoach.lessons.whole_file import write_whole

CHANGES = f"{MARKER}/changes"
"""Where it is kept what became new in files that the learner has changed, too."""

_VERSION = 2


@dataclass
class Layout:
    """What laying out did, as paths relative to the folder.

    `kept` are the learner's own versions.  Of these, `changed` says what is new in ours since the last time, as a diff.
    `moved` maps old places to new ones.
    """

    made: list[str] = field(default_factory=list[str])
    updated: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])
    changed: dict[str, str] = field(default_factory=dict[str, str])
    moved: dict[str, str] = field(default_factory=dict[str, str])
    removed: list[str] = field(default_factory=list[str])


def learn(directory: Path) -> LearnerFolder:
    """Makes or refreshes the learner's folder at `directory`.  Raises LessonsError where it can't be written."""
    lay_out(directory)
    return LearnerFolder(directory.absolute())


def lay_out(directory: Path) -> Layout:
    """As `learn`; returns what was done.

    A file is written if it is missing, or if it is still exactly what an earlier Shape Coach wrote.  Any other file
    is the learner's and is left alone; one that now belongs elsewhere moves there.
    """
    root = directory.absolute()
    record = root / MARKER / "written.json"
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        layout, written, files = Layout(), _read_written(record), dict(_files())
        _clear_old_places(root, files, written, layout)
        for name, text in files.items():
            _lay(root, name, text, written.get(name), layout)
        content = {"version": _VERSION, "files": files}
        _write(record, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    except OSError as error:
        raise LessonsError(f"The lessons can't be written to {directory}: {error.strerror or error}.") from error
    return layout


def _lay(root: Path, name: str, text: str, before: str | None, layout: Layout) -> None:
    """Writes one file, unless it is the learner's.  `before` is what we wrote there the last time."""
    path = root / name
    if not path.exists():
        layout.made.append(name)
    elif _content(path) == text.encode():
        return
    elif _is_ours(path, before):
        layout.updated.append(name)
    else:
        layout.kept.append(name)
        if before and before != text and not _is_digest(before):
            layout.changed[name] = _difference(before, text)
            _write(root / CHANGES / f"{name}.diff", layout.changed[name])
        return
    _write(path, text)


def _clear_old_places(root: Path, files: dict[str, str], written: dict[str, str], layout: Layout) -> None:
    """What we wrote at places that the curriculum no longer has: exercises move, the rest goes if nobody changed it."""
    places = {Path(name).stem: name for name in files if name.endswith(".py")}
    for old in sorted(written.keys() - files.keys()):
        path, new = root / old, places.get(Path(old).stem)
        if not path.is_file():
            continue
        if new and old.endswith(".py") and not (root / new).exists():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, root / new)
            written[new] = written[old]
            layout.moved[old] = new
        elif _is_ours(path, written[old]):
            path.unlink()
            layout.removed.append(old)
        with suppress(OSError):  # something is left in it
            path.parent.rmdir()


def _files() -> Iterator[tuple[str, str]]:
    """Every file of a learner's folder: its place and its text."""
    curriculum = catalogue()
    yield "README.md", readme(curriculum)
    yield "pyproject.toml", TOOL_SETTINGS
    yield "conftest.py", PYTEST_HOOK
    yield ".vscode/settings.json", EDITOR_SETTINGS
    for lesson in curriculum.lessons:
        yield f"{lesson.folder.as_posix()}/lesson.md", lesson.text
        for name, picture in lesson.pictures:
            yield f"{lesson.folder.as_posix()}/{name}", picture
        for exercise in lesson.exercises:
            yield f"{lesson.folder.as_posix()}/{exercise.name}.py", exercise.starter


def _difference(before: str, text: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), text.splitlines(), "as you began", "new", n=2, lineterm="")
    return "\n".join(lines) + "\n"


def _is_ours(path: Path, before: str | None) -> bool:
    """Is the file exactly what we wrote, of which `before` is the text, or what an early version noted: its digest?"""
    there = _content(path)
    return before is not None and (there == before.encode() or hashlib.sha256(there).hexdigest() == before)


def _content(path: Path) -> bytes:
    """What a file holds, with our line ends: git and some editors exchange them."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _is_digest(before: str) -> bool:
    return len(before) == hashlib.sha256().digest_size * 2 and "\n" not in before


def _read_written(path: Path) -> dict[str, str]:
    """Which files we wrote, and what they were.  Without that knowledge every file there is the learner's."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return dict(content["files"] if "version" in content else content)
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
