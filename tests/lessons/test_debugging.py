"""An exercise under debugpy, started as the language server says, spoken to as an editor does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from shapecoach.lessons import LearnerFolder, Outcome, catalogue
from shapecoach.lessons.debugging import launch_configuration

from .dap import Debugger

EXERCISE = catalogue().exercise("split_heads")
WRONG = EXERCISE.solution.replace("(n_heads d)", "(d n_heads)")
SEED = 3


def debug(folder: LearnerFolder) -> Debugger:
    return Debugger(launch_configuration(folder.path_of(EXERCISE), EXERCISE, folder.root, SEED))


def line_of(path: Path, word: str) -> int:
    """The line, from 1, that begins with `word`."""
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if line.strip().startswith(word))


def test_a_breakpoint_stops_in_the_learners_function(folder: LearnerFolder) -> None:
    path = folder.path_of(EXERCISE)
    path.write_text(EXERCISE.solution)
    line = line_of(path, "return")
    with debug(folder) as debugger:
        debugger.begin({path: [line]})
        stop = debugger.stopped()
        assert stop is not None
        assert stop["frames"][0]["name"] == "split_heads"
        assert stop["frames"][0]["source"]["path"] == str(path)
        assert debugger.value(stop, "x.shape[2] % n_heads") == "0"
        shown = [frame["name"] for frame in stop["frames"] if "judging" in frame.get("source", {}).get("path", "")]
        assert shown == []
        assert folder.status(EXERCISE).verdict is None
        stops = 1
        debugger.go_on(stop)
        while stop := debugger.stopped():
            assert stop["frames"][0]["source"]["path"] == str(path)
            stops += 1
            debugger.go_on(stop, "next" if stops == 2 else "continue")  # a step out of it leads to its next call
    assert stops > 3
    told = folder.status(EXERCISE).verdict
    assert told is not None and (told.outcome, told.seed) == (Outcome.PASSED, SEED)


def test_a_wrong_answer_stops_up_to_the_call_that_is_wrong_and_is_named(folder: LearnerFolder) -> None:
    path = folder.path_of(EXERCISE)
    path.write_text(WRONG)
    with debug(folder) as debugger:
        debugger.begin({path: [line_of(path, "return")]})
        stops = 0
        while stop := debugger.stopped():
            stops += 1
            debugger.go_on(stop)
        assert "not yet right" in debugger.printed
    assert stops == 1
    told = folder.status(EXERCISE).verdict
    assert told is not None and (told.outcome, told.mistake) == (Outcome.FAILED, "M04")


def test_a_breakpoint_in_the_code_stops_in_a_terminal_too(folder: LearnerFolder) -> None:
    folder.path_of(EXERCISE).write_text(WRONG.replace("    return", "    breakpoint()\n    return"))
    command = [sys.executable, "-m", "shapecoach", "test", "split_heads", "--debug"]
    done = subprocess.run(command, cwd=folder.root, input="p x.ndim\nc\n", capture_output=True, text=True, timeout=100)
    assert done.stdout.count("(Pdb) ") == 2 and "(Pdb) 3\n" in done.stdout
    assert "You took" in done.stdout or "M04" in done.stdout
    assert done.returncode == 0


def test_a_module_of_the_learners_own_is_not_taken_for_pytorch(folder: LearnerFolder) -> None:
    path = folder.path_of(EXERCISE)
    path.write_text(EXERCISE.solution)
    for place in (path.parent, folder.root):
        (place / "torch.py").write_text("raise SystemExit('taken')")
    with debug(folder) as debugger:
        debugger.begin({})
        assert debugger.stopped() is None
        assert "taken" not in debugger.printed
    told = folder.status(EXERCISE).verdict
    assert told is not None and told.outcome is Outcome.PASSED
