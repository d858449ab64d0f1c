"""An exercise's Python files, loaded: solution, tests, mistakes."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from shapecoach.lessons.exercise import Exercise
from shapecoach.lessons.judging.mistake import Mistake
from shapecoach.lessons.judging.question import Question
from shapecoach.lessons.judging.signature import Signature
from shapecoach.lessons.judging.trial import Answer, Trial

Test = Callable[[Trial], None]


@dataclass(frozen=True)
class Material:
    """What judging an exercise needs.  The signature is the solution's: a learner may have changed theirs."""

    exercise: Exercise
    solution: Answer
    signature: Signature
    question: Question
    tests: Mapping[str, Test]
    mistakes: tuple[Mistake, ...]


@cache
def material(exercise: Exercise) -> Material:
    """Loads an exercise's files.  Raises whatever they raise: they are the curriculum's, not the learner's."""
    tests = load(exercise.source / "tests.py")
    mistakes = load(exercise.source / "mistakes.py")
    solution = getattr(load(exercise.source / "solution.py"), exercise.function)
    return Material(
        exercise=exercise,
        solution=solution,
        signature=Signature.of(solution),
        question=getattr(tests, "question", Question()),
        tests={name: test for name, test in vars(tests).items() if name.startswith("test_")},
        mistakes=tuple(known for known in vars(mistakes).values() if isinstance(known, Mistake)),
    )


def load(path: Path) -> ModuleType:
    return load_text(path.read_text(encoding="utf-8"), path)


def load_text(text: str, path: Path) -> ModuleType:
    """Runs `text` as the module that lies, or would lie, at `path`.  Raises what the text raises.

    Nothing is written beside the file, nothing is found in `sys.modules`, and tracebacks show `text` even where the
    file on disk is older.
    """
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))
    namespace: dict[str, Any] = vars(module)
    exec(compile(text, str(path), "exec", dont_inherit=True), namespace)
    return module
