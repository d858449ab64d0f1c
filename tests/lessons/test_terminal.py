"""A few commands in a real terminal of 80 columns, each a process of its own, answers judged in processes of theirs."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from shapecoach.lessons import LearnerFolder, catalogue

ARTIFACTS = Path(__file__).parents[2] / ".artifacts"
COLUMNS = 80


def shown_in_a_terminal(place: Path, *arguments: str) -> str:
    """What `shapecoach` writes to a terminal of 80 columns, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "CI")}
    command = [sys.executable, "-m", "shapecoach", *arguments]
    process = subprocess.Popen(
        command, cwd=place, stdin=theirs, stdout=theirs, stderr=theirs, env=environment | {"TERM": "xterm-256color"}
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not block:
            break
        written += block
    os.close(ours)
    process.wait(timeout=60)
    return written.decode().replace("\r\n", "\n")


def test_in_a_terminal_with_processes_of_its_own(tmp_path: Path) -> None:
    exercise = catalogue().exercise("warm_up")
    assert "\x1b[32m✓\x1b[0m" in shown_in_a_terminal(tmp_path, "learn", "lessons")
    place = tmp_path / "lessons"
    path = LearnerFolder(place).path_of(exercise)
    path.write_text(exercise.starter.replace("raise NotImplementedError", "return 2 * x[:1]"))
    said = shown_in_a_terminal(place, "test", "warm_up")
    assert "\x1b[1;31m✗ \x1b[0m\x1b[1mwarm_up\x1b[0m not yet right" in said
    assert "shapecoach hint warm_up" in said
    path.write_text(exercise.solution)
    said = shown_in_a_terminal(place, "test", "warm_up")
    assert "\x1b[1;32m✓ \x1b[0m\x1b[1mwarm_up\x1b[0m passed" in said
    assert "predict_shapes" in said
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / "terminal.txt").write_text(said, encoding="utf-8")
