"""Fixtures of the lessons' tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shapecoach.cli.lessons import working
from shapecoach.lessons import Exercise, LearnerFolder, Verdict, learn
from shapecoach.lessons.runner import Runner


@pytest.fixture
def folder(tmp_path: Path) -> LearnerFolder:
    """A fresh learner's folder."""
    return learn(tmp_path / "learn")


@pytest.fixture
def judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are judged in this process, not each in one of its own: `test_runner.py` is about those."""
    from shapecoach.lessons.judging.judge import judge_text
    from shapecoach.lessons.judging.material import material

    def judged(runner: Runner, exercise: Exercise, text: str, path: Path, seed: int, _: Any) -> tuple[Verdict, str]:
        told = judge_text(material(exercise), text, path, seed)
        return Verdict(exercise.name, told.outcome, told.mistake, told.message, seed, line=told.line), ""

    monkeypatch.setattr(Runner, "_judged", judged)
    monkeypatch.setattr(working, "_RUNS_AT_ONCE", 1)  # judging silences what is printed in the whole process
