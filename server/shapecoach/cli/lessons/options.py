"""What the commands of the lessons share: options, the folder they work in, how they say what went wrong."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shapecoach.lessons import Exercise, LearnerFolder, LessonsError, catalogue


class OutputFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


Format = Annotated[OutputFormat, typer.Option("--format", help="How to print.")]
Dir = Annotated[Path, typer.Option("--dir", help="The folder of lessons, or a place inside it.", show_default=False)]
Name = Annotated[
    str, typer.Argument(metavar="EXERCISE", help="The name of an exercise, such as `split_heads`, or its file.")
]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the learner's: the first one to an exercise, or the one in which it is done once more."""

    exercise: Exercise
    review: bool = False


@contextmanager
def clear_errors() -> Generator[None]:
    """What a person can put right is said in a sentence, with exit code 2."""
    try:
        yield
    except LessonsError as error:
        _say(str(error))
        raise typer.Exit(2) from error


@contextmanager
def folder_at(directory: Path) -> Generator[LearnerFolder]:
    """The learner's folder at `directory`.  What its progress file has to say comes on standard error."""
    with clear_errors():
        if not directory.exists():
            raise LessonsError(f"There is no folder {directory}.")
        folder = LearnerFolder.at(directory)
        try:
            yield folder
        finally:
            for notice in folder.progress.notices:
                _say(notice)


def _say(text: str) -> None:
    """On standard error: in lines that fit where a person reads it, in one line for a log."""
    if sys.stderr.isatty():
        text = textwrap.fill(
            text, shutil.get_terminal_size().columns - 12, break_long_words=False, break_on_hyphens=False
        )
        text = text.replace("\n", "\n  ")
    print(f"shapecoach: {text}", file=sys.stderr)


def answer_of(folder: LearnerFolder, name: str) -> Answer:
    """The answer that is meant by an exercise's name, or by a file.  Raises UnknownExerciseError for anything else.

    A name means the exercise's review while one is under way.
    """
    path = Path(os.path.abspath(name))  # without `..`
    if exercise := folder.exercise_at(path):
        return Answer(exercise, folder.is_review(path))
    exercise = catalogue().exercise(name)
    return Answer(exercise, folder.status(exercise).reviewing)


def from_here(path: Path) -> Path:
    """The path as a person would write it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))
