"""The command line, in this process (torch is imported once for all tests) or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from shapecoach.cli import main


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def shapecoach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `shapecoach ARGUMENTS` in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["shapecoach", *arguments])
        with pytest.raises(SystemExit) as exit_:
            main()
        return Done(int(exit_.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def shapecoach_process(tmp_path: Path) -> Run:
    """Run `python -m shapecoach ARGUMENTS` in the test's own folder, or another program with these arguments."""

    def run(*arguments: str, program: Sequence[str] = ("-m", "shapecoach")) -> Done:
        command = [sys.executable, *program, *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=200)
        return Done(done.returncode, done.stdout, done.stderr)

    return run
