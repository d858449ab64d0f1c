"""What a curriculum is made of: tracks, lessons, exercises.  Read from files, never importing torch."""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path


class LessonsError(Exception):
    """Something about lessons that the person can put right; the message says what and how."""


class UnknownExerciseError(LessonsError):
    """No exercise goes by this name."""


class Kind(StrEnum):
    """What an exercise asks for."""

    FILL_IN = "fill in"  # write the body
    PREDICT = "predict"  # say shapes or values before running
    DEBUG = "debug"  # repair a broken starter
    BUILD = "build"  # a class or its method
    BONUS = "bonus"


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint, and which it is: number 1 of total 3."""

    text: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.  `function` is the name of the function that is judged, `source` the folder of its files."""

    name: str
    title: str
    kind: Kind
    difficulty: int
    importance: int
    minutes: int
    lesson: str
    function: str
    bullets: tuple[str, ...]
    mistakes: tuple[str, ...]
    hints: tuple[str, ...]
    source: Path

    @property
    def starter(self) -> str:
        """The text a learner begins with."""
        return (self.source / "starter.py").read_text(encoding="utf-8")

    @property
    def solution(self) -> str:
        return (self.source / "solution.py").read_text(encoding="utf-8")

    @property
    def takeaway(self) -> str:
        """What the solution shows, in a few words: the comment at its top."""
        return ast.get_docstring(ast.parse(self.solution)) or ""

    @property
    def solution_code(self) -> str:
        """The solution without the comment at its top and its imports."""
        lines, tree = self.solution.splitlines(), ast.parse(self.solution)
        told = (ast.Expr, ast.Import, ast.ImportFrom)
        begin = min((_first_line(node) for node in tree.body if not isinstance(node, told)), default=1)
        return "\n".join(lines[begin - 1 :]).rstrip()


def _first_line(node: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min(part.lineno for part in (node, *decorators))


@dataclass(frozen=True, slots=True)
class Lesson:
    """`number` is what people call it ("3.1"), `folder` where it lies, seen from the curriculum's root.

    `pictures` are the drawings that its text shows: file names, and the SVG in them.
    """

    number: str
    title: str
    folder: Path
    text: str
    exercises: tuple[Exercise, ...]
    pictures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    number: int
    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Catalogue:
    """The whole curriculum, in the order it is meant to be worked through."""

    tracks: tuple[Track, ...]

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for track in self.tracks for lesson in track.lessons)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(exercise for lesson in self.lessons for exercise in lesson.exercises)

    @cached_property
    def _by_name(self) -> dict[str, Exercise]:
        return {exercise.name: exercise for exercise in self.exercises}

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.  Raises UnknownExerciseError, which suggests the nearest names."""
        if name in self._by_name:
            return self._by_name[name]
        near = difflib.get_close_matches(name, self._by_name, n=1)
        suggestion = f" Did you mean `{near[0]}`?" if near else ""
        raise UnknownExerciseError(
            f"There is no exercise called `{name}`.{suggestion} `shapecoach lessons` lists them all."
        )

    def get(self, name: str) -> Exercise | None:
        """The exercise of that name, or None."""
        return self._by_name.get(name)

    def lesson_of(self, exercise: Exercise) -> Lesson:
        return next(lesson for lesson in self.lessons if lesson.number == exercise.lesson)
