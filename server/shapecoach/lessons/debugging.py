"""An exercise's tests under a debugger: in one process, without limits, judged as always."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapecoach.lessons.exercise import Exercise, LessonsError
from shapecoach.lessons.folder import LearnerFolder
from shapecoach.lessons.verdict import Verdict

if TYPE_CHECKING:
    from shapecoach.lessons.judging.judge import Judgement


def launch_configuration(path: Path, exercise: Exercise, root: Path, seed: int) -> dict[str, Any]:
    """What debugpy, the debugger of every editor that knows DAP, is to be started with for the file at `path`.

    Its program is `shapecoach test --debug`; of that, only the learner's own code is stepped through.
    """
    return {
        "type": "debugpy",
        "request": "launch",
        "name": exercise.name,
        "python": sys.executable,
        "pythonArgs": ["-P"],
        "module": "shapecoach",
        "args": ["test", str(path), "--debug", "--seed", str(seed)],
        "cwd": str(root),
        "console": "internalConsole",
        "justMyCode": True,
        "rules": [{"module": "shapecoach", "include": False}, {"path": str(exercise.source), "include": False}],
    }


def judge_under_debugger(folder: LearnerFolder, exercise: Exercise, seed: int | None, review: bool) -> Verdict:
    """Judges the saved answer in this process, and remembers the verdict.

    Raises LessonsError where the file can't be read, or the verdict can't be remembered.
    """
    from shapecoach.lessons.judging.here import judge_here
    from shapecoach.lessons.judging.judge import Listener

    class Debugged(Listener):
        def found(self, judgement: Judgement) -> None:
            _stop_no_more()

    path = folder.path_of(exercise, review)
    seed = random.randrange(1_000_000) if seed is None else seed
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonsError(f"{path} can't be read: {error}.") from error
    begun = time.monotonic()
    told = judge_here(exercise, text, path, seed, Debugged())
    verdict = Verdict(
        exercise.name,
        told.outcome,
        told.mistake,
        told.message,
        seed=seed,
        seconds=round(time.monotonic() - begun, 2),
        line=told.line,
        picture=told.picture,
    )
    folder.remember(verdict, review)
    return verdict


def _stop_no_more() -> None:
    """Takes the debugger off: to name a mistake, the answer is run dozens of times more."""
    sys.breakpointhook = lambda *_, **__: None
    if debugger := sys.modules.get("debugpy"):
        debugger.trace_this_thread(False)
