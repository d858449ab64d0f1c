"""Reading the curriculum's files into a Catalogue.

    lessons/3_einops/track.toml                     title
    lessons/3_einops/1_rearrange/lesson.toml        title, order of the exercises
    lessons/3_einops/1_rearrange/lesson.md          the text
    lessons/3_einops/1_rearrange/split_heads/       one exercise

A folder's leading number is its place: `3_einops/1_rearrange` is lesson 3.1.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapecoach
from shapecoach.lessons.exercise import Catalogue, Exercise, Kind, Lesson, LessonsError, Track


@lru_cache(maxsize=1)
def curriculum_root() -> Path:
    """Where the curriculum lies: inside the installed package, or beside `server/` in a checkout."""
    package = Path(shapecoach.__file__).parent
    inside, beside = package / "curriculum", package.parents[1] / "lessons"
    return inside if inside.is_dir() else beside


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The curriculum that came with this installation.  Raises LessonsError where a file of it is missing or wrong."""
    return read_catalogue(curriculum_root())


def read_catalogue(root: Path) -> Catalogue:
    """The curriculum under `root`.  Raises LessonsError naming the file that is missing or wrong."""
    tracks: list[Track] = []
    for folder in _numbered(root):
        number = int(folder.name.split("_")[0])
        lessons = tuple(_read_lesson(root, number, lesson) for lesson in _numbered(folder))
        tracks.append(Track(number, str(_toml(folder / "track.toml")["title"]), lessons))
    if not tracks:
        raise LessonsError(f"There are no lessons in {root}: the installation is incomplete.")
    return Catalogue(tuple(tracks))


def _read_lesson(root: Path, track: int, folder: Path) -> Lesson:
    number = f"{track}.{folder.name.split('_')[0]}"
    about = _toml(folder / "lesson.toml")
    return Lesson(
        number=number,
        title=str(about["title"]),
        folder=folder.relative_to(root),
        text=(folder / "lesson.md").read_text(encoding="utf-8"),
        exercises=tuple(_read_exercise(number, folder / name) for name in about["exercises"]),
        pictures=tuple((path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.svg"))),
    )


def _read_exercise(lesson: str, folder: Path) -> Exercise:
    about = _toml(folder / "exercise.toml")
    try:
        return Exercise(
            name=folder.name,
            title=str(about["title"]),
            kind=Kind(about["kind"]),
            difficulty=int(about["difficulty"]),
            importance=int(about["importance"]),
            minutes=int(about["minutes"]),
            lesson=lesson,
            function=str(about.get("function", folder.name)),
            bullets=tuple(about["bullets"]),
            mistakes=tuple(about["mistakes"]),
            hints=read_hints((folder / "hints.md").read_text(encoding="utf-8")),
            source=folder,
        )
    except (KeyError, ValueError, OSError) as error:
        raise LessonsError(f"{folder / 'exercise.toml'}: {error!r}") from error


def read_hints(text: str) -> tuple[str, ...]:
    """The hints of a `hints.md`: one under each heading."""
    return tuple(part.strip() for part in re.split(r"(?m)^# .*$", text) if part.strip())


def _numbered(folder: Path) -> list[Path]:
    """The sub-folders that have a number, in the numbers' order."""
    found = (path for path in folder.iterdir() if path.is_dir() and re.match(r"\d+_", path.name))
    return sorted(found, key=lambda path: int(path.name.split("_")[0]))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LessonsError(f"{path}: {error}") from error
