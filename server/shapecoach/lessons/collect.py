"""Plain `pytest` in a learner's folder: its `conftest.py` takes the hooks from here.

Each exercise's file is collected as one item for each of the exercise's tests.  They run in pytest's own process, so a
`breakpoint()` works; `shapecoach test` is the one with limits.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shapecoach.lessons.exercise import Exercise
from shapecoach.lessons.folder import LearnerFolder
from shapecoach.lessons.verdict import Outcome

_SEED = "shapecoach_seed"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shapecoach-seed", dest=_SEED, type=int, help="judge with the inputs of this seed again")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    folder = LearnerFolder.containing(file_path)
    exercise = folder.exercise_at(file_path) if folder else None
    if exercise is None:
        return None
    return ExerciseFile.from_parent(parent, path=file_path, exercise=exercise)  # pyright: ignore[reportUnknownMemberType]


class ExerciseFile(pytest.File):
    """A learner's file."""

    def __init__(self, *, exercise: Exercise, **rest: Any) -> None:
        super().__init__(**rest)  # pyright: ignore[reportUnknownMemberType]
        self.exercise = exercise

    def collect(self) -> Iterator[pytest.Item]:
        from shapecoach.lessons.judging.material import material

        for name in material(self.exercise).tests:
            yield ExerciseTest.from_parent(self, name=name, callobj=self.test(name))  # pyright: ignore[reportUnknownMemberType]

    def test(self, name: str) -> Callable[[], None]:
        """One test as a function of nothing: its inputs are drawn when it runs."""

        def test() -> None:
            self.judge(name)

        test.__name__ = name  # plugins that list tests by their function's name find the right one
        return test

    def judge(self, test: str) -> None:
        """Runs one test on the learner's answer.  Raises NotPassed."""
        from shapecoach.lessons.judging.judge import judge_text
        from shapecoach.lessons.judging.material import material

        about = material(self.exercise)
        asked: int | None = self.config.getoption(_SEED, None)
        seed = random.randrange(1_000_000) if asked is None else asked
        only = replace(about, tests={test: about.tests[test]})
        judgement = judge_text(only, self.path.read_text(encoding="utf-8"), self.path, seed)
        if judgement.outcome is Outcome.NOT_STARTED:
            raise NotPassed(judgement.message)
        if judgement.outcome is not Outcome.PASSED:
            picture = judgement.picture.text() if judgement.picture else ""
            again = f"(the same inputs again: --shapecoach-seed {seed})"
            raise NotPassed("\n\n".join(part for part in (judgement.message, picture, again) if part))


class ExerciseTest(pytest.Function):
    """One of an exercise's tests, on the learner's answer."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        """The verdict alone: our own frames help nobody."""
        return str(excinfo.value) if isinstance(excinfo.value, NotPassed) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.stem}: {self.name}"


class NotPassed(Exception):  # noqa: N818  # what the learner reads is the message
    """The answer was turned down; the message is the verdict's."""
