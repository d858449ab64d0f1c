"""`shapecoach doctor`: all is well here; and each thing that may be wrong is said with what to do about it."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shapecoach import __version__, hints
from shapecoach.analysis.model import Analysis
from shapecoach.cli import doctor
from shapecoach.cli.app import make_app


def test_all_is_well_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    result = CliRunner().invoke(make_app(["doctor"]), ["doctor"])
    assert result.exit_code == 0, result.output
    for line in (f"- ✓ **shapecoach**: {__version__}", "- ✓ **torch**: ", "- ✓ **A shape**: (b, s, t)"):
        assert line in result.output
    assert str(tmp_path / "shapecoach") in result.output


def test_a_missing_package_is_said_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "einops":
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor, "version", version)
    (wrong,) = [finding for finding in doctor.packages() if not finding.is_fine]
    assert (wrong.subject, wrong.said) == ("einops", "not installed")
    assert wrong.advice == f"Install it: `{sys.executable} -m pip install einops`."


def test_a_pytorch_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    (wrong,) = doctor.pytorch()
    assert wrong.said.startswith("no: ModuleNotFoundError")
    assert "pip install --force-reinstall torch" in wrong.advice


def test_an_engine_that_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "examine", lambda text: Analysis())
    (wrong,) = doctor.engine()
    assert (wrong.said, wrong.is_fine) == ("(?)", False)


def test_a_cache_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    wrong, *_ = doctor.folders()
    assert wrong.subject == "Cache"
    assert not wrong.is_fine
    assert str(wrong).startswith("- ✗ **Cache**")


def test_something_wrong_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (lambda: iter([doctor.Finding("This", "is broken", "Mend it.")]),))
    result = CliRunner().invoke(make_app(["doctor"]), ["doctor"])
    assert (result.exit_code, result.output) == (1, "- ✗ **This**: is broken\n  - Mend it.\n")
