"""Fixtures of the lessons' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from shapecoach.lessons import LearnerFolder, learn


@pytest.fixture
def folder(tmp_path: Path) -> LearnerFolder:
    """A fresh learner's folder."""
    return learn(tmp_path / "learn")
