"""Neovim and Emacs, as people have them, show what the command line says: no editor needs an extension of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shapecoach.lsp.text import code_points, line_at, split_lines

HERE = Path(__file__).parent
SHAPECOACH = [sys.executable, "-P", "-m", "shapecoach"]
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


def findings(file: Path) -> list[dict[str, Any]]:
    """What the command line says about the file."""
    command = [*SHAPECOACH, "check", str(file), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    found = json.loads(done.stdout)["files"][0]["findings"]
    assert [finding["severity"] for finding in found] == ["error", "warning"]
    return found


def in_editor(command: list[str], file: Path) -> Any:
    """What the editor's script wrote."""
    answer = file.parent.parent / "answer.json"
    environment = {
        **os.environ,
        "HOME": str(file.parent.parent),
        "SHAPECOACH_FILE": str(file),
        "SHAPECOACH_COMMAND": json.dumps([*SHAPECOACH, "lsp"]),
        "SHAPECOACH_ANSWER": str(answer),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)
    assert answer.exists(), done.stdout + done.stderr
    return json.loads(answer.read_text(encoding="utf-8"))


def columns(finding: dict[str, Any]) -> tuple[str, int, int]:
    """The line that a finding is on, and its first and last character there."""
    start, end = finding["range"]["start"], finding["range"]["end"]
    line = line_at(split_lines(TEXT), start["line"])
    return line, code_points(line, start["character"]), code_points(line, end["character"])


def test_neovim(file: Path) -> None:
    shown = in_editor(["nvim", "--headless", "--clean", "-n", "-S", str(HERE / "neovim.lua")], file)
    severities = {"error": 1, "warning": 2, "hint": 4}
    expected = []
    for finding in findings(file):
        line, start, end = columns(finding)
        in_bytes = [len(line[:index].encode()) for index in (start, end)]
        severity = severities[finding["severity"]]
        expected.append([finding["range"]["start"]["line"], *in_bytes, severity, finding["message"]])
    assert sorted(shown["diagnostics"]) == sorted(expected)
    assert shown["hints"] == ["[batch batch]"]


def test_emacs(file: Path) -> None:
    shown = in_editor(["emacs", "-Q", "--batch", "--load", str(HERE / "emacs.el")], file)
    kinds = {"error": "eglot-error", "warning": "eglot-warning", "hint": "eglot-note"}
    expected = []
    for finding in findings(file):
        _, start, end = columns(finding)
        text = f"shapecoach [{finding['rule']}]: {finding['message']}"  # put together by eglot
        expected.append([finding["range"]["start"]["line"], start, end, kinds[finding["severity"]], text])
    assert sorted(shown) == sorted(expected)
