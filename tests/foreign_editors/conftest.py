"""The program under test, what it is started with, and the file that the editors open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

INSTALLED = os.environ.get("SHAPECOACH_PROGRAMS")
PATH = os.pathsep.join([INSTALLED or str(Path(sys.executable).parent), os.environ["PATH"]])
TEXT = """\
from jaxtyping import Float
from torch import Tensor


def f(x: Float[Tensor, "batch"], y: Float[Tensor, "batch 1"], W: Float[Tensor, "3 5"], b: Float[Tensor, "4"]) -> None:
    s = "😀é"; w = W + b
    z = x - y
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder" / "é.py"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def environment(file: Path) -> dict[str, str]:
    """What the editors are started with; where the package is installed, its sources are out of sight."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" or not INSTALLED}
    return {**inherited, "PATH": PATH, "HOME": str(file.parent.parent), "LC_ALL": "C.UTF-8"}
