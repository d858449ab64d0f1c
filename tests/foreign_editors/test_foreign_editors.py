"""Neovim and Emacs, set up as our pages say, show what the command line says: no editor needs an extension of ours.

The programs are those of the environment that the tests run in, or those in the folder `$SHAPECOACH_PROGRAMS`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.foreign_editors.conftest import INSTALLED, PATH, TEXT
from tests.foreign_editors.pages import blocks

from shapecoach.lsp.text import code_points, line_at, split_lines

HERE = Path(__file__).parent


def findings(file: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """What the command line says about the file."""
    command = [shutil.which("shapecoach", path=PATH) or "", "check", str(file), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env=environment)
    found = json.loads(done.stdout)["files"][0]["findings"]
    assert [finding["severity"] for finding in found] == ["error", "warning"]
    return found


def in_editor(command: list[str], setup: str, file: Path, environment: dict[str, str]) -> Any:
    """What the editor's script wrote, after the editor has read its `setup`."""
    answer, init = file.parent.parent / "answer.json", file.parent.parent / "setup"
    init.write_text(setup, encoding="utf-8")
    arguments = {"SHAPECOACH_FILE": str(file), "SHAPECOACH_SETUP": str(init), "SHAPECOACH_ANSWER": str(answer)}
    done = subprocess.run(command, env=environment | arguments, capture_output=True, text=True, timeout=200)
    assert answer.exists(), done.stdout + done.stderr
    return json.loads(answer.read_text(encoding="utf-8"))


def columns(finding: dict[str, Any]) -> tuple[str, int, int]:
    """The line that a finding is on, and its first and last character there."""
    start, end = finding["range"]["start"], finding["range"]["end"]
    line = line_at(split_lines(TEXT), start["line"])
    return line, code_points(line, start["character"]), code_points(line, end["character"])


def test_the_program_is_the_one_that_is_meant(environment: dict[str, str], tmp_path: Path) -> None:
    program = Path(shutil.which("shapecoach", path=PATH) or "")
    assert program.parent == (Path(INSTALLED) if INSTALLED else Path(sys.executable).parent)
    where = [program.parent / "python", "-P", "-c", "import shapecoach; print(shapecoach.__file__)"]
    done = subprocess.run(where, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert ("site-packages" in done.stdout) == bool(INSTALLED), done.stdout + done.stderr


@pytest.mark.parametrize("setup", blocks("neovim", "lua"), ids=["0.11", "older"])
def test_neovim(setup: str, file: Path, environment: dict[str, str]) -> None:
    command = ["nvim", "--headless", "--clean", "-n", "-S", str(HERE / "neovim.lua")]
    shown = in_editor(command, setup, file, environment)
    severities = {"error": 1, "warning": 2, "hint": 4}
    expected = []
    for finding in findings(file, environment):
        line, start, end = columns(finding)
        in_bytes = [len(line[:index].encode()) for index in (start, end)]
        severity = severities[finding["severity"]]
        expected.append([finding["range"]["start"]["line"], *in_bytes, severity, finding["message"]])
    assert sorted(shown["diagnostics"]) == sorted(expected)
    assert shown["hints"] == ["[batch batch]"]


def test_an_exercise_is_run_in_neovim(file: Path, environment: dict[str, str]) -> None:
    folder = file.parent.parent / "lessons"
    learn = [shutil.which("shapecoach", path=PATH) or "", "learn", str(folder)]
    subprocess.run(learn, check=True, capture_output=True, timeout=200, env=environment)
    exercise = folder / "3_einops" / "1_rearrange" / "split_heads.py"
    crossed = 'return rearrange(x, "b s (d n_heads) -> b n_heads s d", n_heads=n_heads)'
    exercise.write_text(exercise.read_text(encoding="utf-8").replace("raise NotImplementedError", crossed))
    answer, setup = folder.parent / "answer.json", folder.parent / "setup"
    setup.write_text(blocks("neovim", "lua")[-1], encoding="utf-8")
    arguments = {
        "SHAPECOACH_FILE": str(exercise),
        "SHAPECOACH_SETUP": str(setup),
        "SHAPECOACH_ANSWER": str(answer),
        "SHAPECOACH_EXPECTED": "You took the columns of",
    }
    command = ["nvim", "--headless", "--clean", "-n", "-S", str(HERE / "neovim_exercise.lua")]
    done = subprocess.run(command, env=environment | arguments, capture_output=True, text=True, timeout=200)
    assert answer.exists(), done.stdout + done.stderr
    links = json.loads(answer.read_text(encoding="utf-8"))
    assert links["before"][0] == "▶ Run tests"
    assert links["after"][0].startswith("✗")


def test_emacs(file: Path, environment: dict[str, str]) -> None:
    [setup] = blocks("emacs", "elisp")
    shown = in_editor(["emacs", "-Q", "--batch", "--load", str(HERE / "emacs.el")], setup, file, environment)
    kinds = {"error": "eglot-error", "warning": "eglot-warning", "hint": "eglot-note"}
    expected = []
    for finding in findings(file, environment):
        _, start, end = columns(finding)
        text = f"shapecoach [{finding['rule']}]: {finding['message']}"  # put together by eglot
        expected.append([finding["range"]["start"]["line"], start, end, kinds[finding["severity"]], text])
    assert sorted(shown) == sorted(expected)
