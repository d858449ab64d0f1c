"""What the VS Code extension runs on every Python that it finds, to know whether Shape Coach can run there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shapecoach import __version__

SCRIPT = Path(__file__).parents[2] / "extension" / "python" / "inspection.py"


def inspected(*arguments: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    command = [sys.executable, *options, str(SCRIPT), *arguments]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)


def test_where_everything_is_installed_nothing_is_missing() -> None:
    told = inspected("3.11", __version__)
    assert told.pop("version").startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")
    expected = {"isTooOld": False, "shapecoach": __version__, "isOutdated": False, "missing": [], "hasPip": True}
    assert told == expected


def test_where_nothing_is_installed_both_packages_are_missing() -> None:
    told = inspected("3.11", __version__, options=("-I", "-S"))
    assert told["missing"] == ["shapecoach", "torch"]
    assert (told["shapecoach"], told["isOutdated"], told["hasPip"]) == (None, False, False)


@pytest.mark.parametrize(
    ("version", "outdated"),
    [("99.0.0", True), ("0.0.9", False), (f"{__version__}.1", True), (__version__, False)],
)
def test_an_older_package_than_the_extension_is_told(version: str, outdated: bool) -> None:
    assert inspected("3.11", version)["isOutdated"] is outdated


def test_a_python_that_is_too_old_is_asked_no_further() -> None:
    assert inspected("3.99", "1")["isTooOld"] is True
    assert set(inspected("3.99", "1")) == {"version", "isTooOld"}


def test_versions_are_compared_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    from inspection import numbers  # pyright: ignore

    assert numbers("0.9") < numbers("0.10.1") < numbers("1.0.0rc1") < numbers("unknown")
