"""`shapecoach check` on more than a file: in several processes, and whatever lies about in a folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from shapecoach.cli import examining

GOOD = "import torch\n\nx = torch.zeros(2, 3)\n"
WRONG = "import torch\n\nx = torch.zeros(2, 3) @ torch.zeros(2, 3)\n"


@pytest.fixture
def several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "CHARACTERS_EACH", 10)
    monkeypatch.setattr(examining, "_cores", lambda: 2)


def test_the_order_is_that_of_the_files(shapecoach, several_processes, tmp_path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.py").write_text(WRONG if number % 3 else GOOD)
    together = shapecoach("check", "--no-cache")
    files = json.loads(shapecoach("check", "--no-cache", "--format", "json").stdout)["files"]
    assert [(file["path"], len(file["findings"])) for file in files] == [
        (f"{number}.py", int(number % 3 != 0)) for number in range(9)
    ]
    alone = [shapecoach("check", "--no-cache", f"{number}.py").stdout for number in range(9) if number % 3]
    assert together.stdout.split("\n\n")[:-1] == [one.split("\n\n")[0] for one in alone]


def test_a_file_that_ends_its_process_costs_itself(shapecoach, several_processes, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(examining, "ENGINE", "engine_for_tests:examine")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent / "lsp"), prepend=os.pathsep)
    (tmp_path / "a.py").write_text("x = 1 # find x")
    (tmp_path / "b.py").write_text("y = 1 # find y\n# die\n")
    (tmp_path / "c.py").write_text("z = 1 # find z")
    done = shapecoach("check", "--no-cache", "--format", "json")
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["a.py", "c.py"]
    assert done.stderr == "shapecoach: passed over b.py: the analysis process ended\n"


def test_what_is_not_ones_own_code_is_passed_over(shapecoach, tmp_path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n*_generated.py\n!kept_generated.py\n")
    for name in ("build/a.py", "b_generated.py", "kept_generated.py", "env/pyvenv.cfg", "env/lib/c.py", "d/e.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "d" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "d" / ".gitignore").write_text("f.py\n")
    (tmp_path / "d" / "f.py").write_text(GOOD)

    def checked(*paths: str) -> list[str]:
        answer = json.loads(shapecoach("check", "--no-cache", "--format", "json", *paths).stdout)
        return [file["path"] for file in answer["files"]]

    assert checked() == ["d/e.py", "kept_generated.py"]
    assert checked("build", "b_generated.py") == ["build/a.py", "b_generated.py"]  # named, so they are meant


def test_an_unreadable_file_is_passed_over(shapecoach, tmp_path, monkeypatch) -> None:
    (tmp_path / "a.py").write_text(GOOD)
    (tmp_path / "b.py").write_text(GOOD)
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "b.py":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    done = shapecoach("check", "--no-cache")
    assert (done.returncode, done.stdout) == (0, "No findings in 1 file.\n")
    assert done.stderr == "shapecoach: passed over b.py: Permission denied\n"


def test_an_encoding_that_the_file_names(shapecoach, tmp_path) -> None:
    text = "# -*- coding: latin-1 -*-\nimport torch\né = torch.zeros(2, 3) @ torch.zeros(2, 3)\n"
    (tmp_path / "a.py").write_bytes(text.encode("latin-1"))
    done = shapecoach("check", "--no-cache", "a.py")
    assert "é = torch.zeros(2, 3) @ torch.zeros(2, 3)" in done.stdout
    assert done.stdout.startswith("a.py:3:5: error")


def test_a_reader_that_goes_away(tmp_path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.py").write_text(WRONG)
    command = [sys.executable, "-m", "shapecoach", "check", "--format", "github"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(60)


def test_ctrl_c_leaves_nothing_behind(tmp_path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.py").write_text(GOOD * 400)
    command = [sys.executable, "-m", "shapecoach", "check", "--no-cache"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 60
    while not children and process.poll() is None and time.monotonic() < deadline:
        children = psutil.Process(process.pid).children()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert b"Traceback" not in said
    assert process.returncode not in (0, 1)  # those say something about the code
    assert psutil.wait_procs(children, 60)[1] == []
