"""The runner's limits: whatever the learner's code does, there is a verdict in time and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psutil
import pytest

from shapecoach.lessons import Cancelled, Exercise, LearnerFolder, Outcome, Runner, Verdict, catalogue
from shapecoach.lessons.exercise import Kind
from shapecoach.lessons.judging.judge import judge_text
from shapecoach.lessons.judging.material import material
from shapecoach.lessons.runner import Limits

WARM_UP = catalogue().exercise("warm_up")
OTHER = catalogue().exercise("split_heads")
BRIEF = Limits(seconds=2, total_seconds=2, least_seconds=2)


def answer(body: str, top: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{top}\ndef double(x):\n{lines}\n"


def marked() -> list[psutil.Process]:
    """Every process that any runner started."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            mine = process.environ().get("SHAPECOACH_TESTED_BY") == str(os.getpid())
            if mine and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SHAPECOACH_TESTED_BY", str(os.getpid()))
    yield
    assert marked() == []


def run(
    folder: LearnerFolder, exercise: Exercise, seed: int | None = None, text: str | None = None,
    limits: Limits | None = None,
) -> Verdict:  # fmt: skip
    """The verdict of a runner that is used once."""
    with Runner(limits or Limits()) as runner:
        return runner.run(folder, exercise, seed, text)


def verdict_of(folder: LearnerFolder, text: str, limits: Limits | None = None) -> Verdict:
    """The verdict on an answer; whatever it does, it is remembered, and so is what was known before."""
    folder.remember(Verdict(OTHER.name, Outcome.PASSED))
    verdict = run(folder, WARM_UP, seed=1, text=text, limits=limits)
    after = LearnerFolder(folder.root)
    told = after.status(WARM_UP).verdict
    assert told is not None and (told.outcome, told.message) == (verdict.outcome, verdict.message)
    assert after.status(OTHER).passed
    assert after.progress.notices == folder.progress.notices == []
    return verdict


def test_a_right_answer_passes_and_is_remembered(folder: LearnerFolder) -> None:
    folder.path_of(WARM_UP).write_text(WARM_UP.solution)
    verdict = run(folder, WARM_UP)
    assert verdict.passed and verdict.seconds > 0
    assert LearnerFolder(folder.root).status(WARM_UP).passed


def test_the_starter_is_not_started_and_no_try(folder: LearnerFolder) -> None:
    assert run(folder, WARM_UP).outcome is Outcome.NOT_STARTED
    assert folder.status(WARM_UP).tries == 0


@pytest.mark.parametrize("exercise", catalogue().exercises, ids=lambda exercise: exercise.name)
def test_an_untouched_starter_is_told_as_judging_would(
    folder: LearnerFolder, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.path_of(exercise)
    judged = judge_text(material(exercise), exercise.starter, path, seed=1)
    if judged.outcome is Outcome.NOT_STARTED:
        monkeypatch.setattr(Runner, "_start", None)  # no process is needed
        told = run(folder, exercise, seed=1)
        assert (told.outcome, told.message) == (judged.outcome, judged.message)
    else:
        assert exercise.kind is Kind.DEBUG


def test_a_wrong_answer_is_named_with_its_seed(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, answer("x *= 2\nreturn x"))
    assert (verdict.outcome, verdict.mistake, verdict.seed) == (Outcome.FAILED, "M10", 1)


def test_text_is_judged_instead_of_the_file_and_the_file_stays(folder: LearnerFolder) -> None:
    assert verdict_of(folder, WARM_UP.solution).passed
    assert folder.path_of(WARM_UP).read_text() == WARM_UP.starter


def test_a_seed_draws_the_same_inputs_again(folder: LearnerFolder) -> None:
    wrong = answer("return 2 * x + 1")
    one, two, other = (run(folder, WARM_UP, seed, text=wrong).message for seed in (5, 5, 6))
    assert one == two != other


def test_a_deleted_file_is_said(folder: LearnerFolder) -> None:
    folder.path_of(WARM_UP).unlink()
    verdict = run(folder, WARM_UP)
    assert verdict.outcome is Outcome.ERROR
    assert "shapecoach reset warm_up" in verdict.message


def test_a_file_that_is_not_python_is_said_with_its_line(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, "def double(x):\n    return (2 * x\n")
    assert (verdict.outcome, verdict.line) == (Outcome.ERROR, 1)
    assert "not Python yet: line 2" in verdict.message


def test_a_file_that_cannot_be_imported_says_where_and_why(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, answer("return 2 * x", "import torch\nimport numppy"))
    assert (verdict.outcome, verdict.line) == (Outcome.ERROR, 1)
    assert "can't be imported" in verdict.message and "No module named 'numppy'" in verdict.message


def test_a_file_that_is_no_text_is_said(folder: LearnerFolder) -> None:
    folder.path_of(WARM_UP).write_bytes(b"\xff\xfe\x00")
    assert run(folder, WARM_UP).outcome is Outcome.ERROR


def test_prints_are_kept_and_cannot_disturb_the_verdict(folder: LearnerFolder) -> None:
    text = answer('print("shape", tuple(x.shape))\nprint(\'{"verdict": {}}\')\nreturn 2 * x')
    verdict = verdict_of(folder, text)
    assert verdict.passed
    assert verdict.output.startswith("shape (")


def test_there_is_nothing_to_read_from_the_keyboard(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, answer("input()"))
    assert verdict.outcome is Outcome.ERROR
    assert "EOFError" in verdict.message


def test_an_endless_loop_is_stopped(folder: LearnerFolder) -> None:
    begun = time.monotonic()
    verdict = verdict_of(folder, answer("while True:\n    pass"))
    assert time.monotonic() - begun < 60
    assert (verdict.outcome, verdict.mistake) == (Outcome.TIMEOUT, None)
    assert "`test_every_number_is_doubled`" in verdict.message


def test_an_endless_loop_at_the_top_of_the_file_is_stopped(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, "while True:\n    pass\n", BRIEF)
    assert verdict.outcome is Outcome.TIMEOUT
    assert "importing the file" in verdict.message


def test_a_loop_that_swallows_everything_is_stopped(folder: LearnerFolder) -> None:
    body = "while True:\n    try:\n        pass\n    except BaseException:\n        pass"
    top = "import signal\nfor number in (signal.SIGTERM, signal.SIGINT):\n    signal.signal(number, signal.SIG_IGN)"
    assert verdict_of(folder, answer(body, top), BRIEF).outcome is Outcome.TIMEOUT


def test_an_infinite_print_is_stopped_and_cut(folder: LearnerFolder) -> None:
    verdict = verdict_of(folder, answer('while True:\n    print("on and on")'), BRIEF)
    assert verdict.outcome is Outcome.TIMEOUT
    assert 0 < len(verdict.output) <= BRIEF.output


@pytest.mark.parametrize(
    "body",
    [
        "kept = []\nwhile True:\n    kept.append(torch.ones(10_000_000))",
        "return torch.ones(50_000_000_000)",
        'return "x" * 10**11',
    ],
    ids=["bit by bit", "torch at once", "Python at once"],
)
def test_one_that_eats_memory_ends_in_an_error(folder: LearnerFolder, body: str) -> None:
    verdict = verdict_of(folder, answer(body, "import torch"))
    assert verdict.outcome is Outcome.ERROR
    assert "memory" in verdict.message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import sys\nsys.exit(0)", "leave out `exit`"),
        ("import os\nos._exit(0)", "ended the program (exit code 0)"),
        ("import ctypes\nctypes.string_at(0)", "crashed (signal 11)"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "crashed (signal 9)"),
        ("raise KeyboardInterrupt", "(signal 2)"),
    ],
)
def test_one_that_ends_the_process_ends_in_an_error(folder: LearnerFolder, body: str, words: str) -> None:
    verdict = verdict_of(folder, answer(body))
    assert verdict.outcome is Outcome.ERROR
    assert words in verdict.message


@pytest.mark.parametrize("then", ["while True:\n    pass", "os._exit(0)"], ids=["for ever", "gone"])
def test_what_was_found_is_told_even_if_the_mistake_cannot_be_named(folder: LearnerFolder, then: str) -> None:
    top = "import os\ncalls = []"
    body = "calls.append(x)\nif len(calls) > 1:\n" + "".join(f"    {line}\n" for line in then.split("\n"))
    verdict = verdict_of(folder, answer(body + "return x", top), BRIEF)
    assert verdict.outcome is Outcome.FAILED
    assert "it should be" in verdict.message


SLEEPER = '[sys.executable, "-c", "import time; time.sleep(600)"]'


@pytest.mark.parametrize(
    "body",
    [
        f"for _ in range(50):\n    subprocess.Popen({SLEEPER})\nreturn 2 * x",
        f"subprocess.Popen({SLEEPER}, start_new_session=True)\nreturn 2 * x",
        f"subprocess.Popen({SLEEPER}, start_new_session=True)\nos._exit(0)",
        f"subprocess.Popen({SLEEPER}, start_new_session=True)\nwhile True:\n    pass",
    ],
    ids=["fifty", "in a session of its own", "then gone", "then for ever"],
)
def test_processes_left_behind_are_ended(folder: LearnerFolder, body: str) -> None:
    verdict_of(folder, answer(body, "import os, subprocess, sys"), BRIEF)
    assert marked() == []


def test_a_thread_left_running_does_not_hold_up_the_verdict(folder: LearnerFolder) -> None:
    top = "import threading, time"
    body = "threading.Thread(target=time.sleep, args=(600,)).start()\nreturn 2 * x"
    assert verdict_of(folder, answer(body, top)).passed


def test_a_file_beside_it_cannot_stand_in_for_a_library(folder: LearnerFolder) -> None:
    (folder.path_of(WARM_UP).parent / "torch.py").write_text("raise RuntimeError('the wrong torch')\n")
    folder.path_of(WARM_UP).write_text(WARM_UP.solution)
    assert run(folder, WARM_UP).passed


LOOP = "while True:\n    pass"
HELD_TIGHT = "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"  # no other thread of the process runs meanwhile


@pytest.mark.parametrize(
    "body",
    [LOOP, f"import subprocess, sys\nsubprocess.Popen({SLEEPER}, start_new_session=True)\n{LOOP}", HELD_TIGHT],
    ids=["a loop", "a process left behind", "a loop inside of C"],
)
def test_when_the_runner_is_killed_nothing_of_it_stays(folder: LearnerFolder, tmp_path: Path, body: str) -> None:
    started = tmp_path / "started"
    text = answer(f"open({str(started)!r}, 'w').close()\n{body}")
    script = f"""
from pathlib import Path
from shapecoach.lessons import LearnerFolder, Runner, catalogue
from shapecoach.lessons.runner import Limits
folder = LearnerFolder(Path({str(folder.root)!r}))
Runner(Limits(seconds=3)).run(folder, catalogue().exercise("warm_up"), text={text!r})
"""
    runner = subprocess.Popen([sys.executable, "-c", script])
    _wait_until(started.exists)
    runner.kill()
    runner.wait()
    _wait_until(lambda: marked() == [])
    assert LearnerFolder(folder.root).status(WARM_UP).tries == 0


# -- the process that waits ------------------------------------------------------------------------------------------


@pytest.fixture
def runner() -> Iterator[Runner]:
    with Runner(BRIEF, ahead=True) as runner:
        yield runner


def waiting() -> psutil.Process:
    (process,) = marked()
    return process


def test_a_process_is_used_once_and_replaced(folder: LearnerFolder, runner: Runner) -> None:
    runner.warm_up()
    runner.warm_up()
    first = waiting()
    assert runner.run(folder, WARM_UP, text=WARM_UP.solution).passed
    second = waiting()
    assert second != first and not first.is_running()
    assert runner.run(folder, WARM_UP, text="raise SystemExit").outcome is Outcome.ERROR
    assert waiting() != second
    runner.close()
    assert marked() == []


def test_nothing_of_one_run_is_there_in_the_next(folder: LearnerFolder, runner: Runner) -> None:
    top = "import torch\nif hasattr(torch, 'left_here'):\n    raise RuntimeError\ntorch.left_here = 3"
    for _ in range(2):
        assert runner.run(folder, WARM_UP, text=answer("return 2 * x", top)).passed


def test_one_that_is_killed_while_it_waits_is_replaced(folder: LearnerFolder, runner: Runner) -> None:
    runner.warm_up()
    waiting().kill()
    assert runner.run(folder, WARM_UP, text=WARM_UP.solution).passed


def test_a_cancelled_run_ends_at_once_and_leaves_nothing(folder: LearnerFolder, tmp_path: Path) -> None:
    started, cancelled = tmp_path / "started", Event()
    text = answer(f"open({str(started)!r}, 'w').close()\nsubprocess.Popen({SLEEPER})\n{LOOP}", "import subprocess, sys")
    with ThreadPoolExecutor() as pool, Runner() as runner:
        run = pool.submit(runner.judge, folder.path_of(WARM_UP), WARM_UP, text=text, cancelled=cancelled)
        _wait_until(started.exists)
        cancelled.set()
        with pytest.raises(Cancelled):
            run.result(timeout=60)
    assert marked() == []


def test_ctrl_c_ends_the_command_and_its_runs_at_once(folder: LearnerFolder, tmp_path: Path) -> None:
    started = tmp_path / "started"
    folder.path_of(WARM_UP).write_text(answer(f"open({str(started)!r}, 'w').close()\n{LOOP}"))
    command = [sys.executable, "-m", "shapecoach", "test", "warm_up", "split_heads", "--dir", str(folder.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_until(started.exists)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) != 0
    assert marked() == []
    assert folder.status(WARM_UP).tries == 0


def test_two_runs_at_once_do_not_disturb_each_other(folder: LearnerFolder) -> None:
    noisy = answer(
        f"print('noise')\nfor _ in range(10):\n    subprocess.Popen({SLEEPER})\n{LOOP}", "import subprocess, sys"
    )
    with ThreadPoolExecutor() as pool, Runner(BRIEF) as one, Runner() as other:
        first = pool.submit(one.run, folder, WARM_UP, text=noisy)
        for _ in range(2):
            verdict = other.run(folder, WARM_UP, text=answer("print('quiet')\nreturn 2 * x"))
            assert verdict.passed and "noise" not in verdict.output
        assert first.result().outcome is Outcome.TIMEOUT
    assert folder.status(WARM_UP).tries == 3


QUICK = """
import json, sys
def tell(**event): print(json.dumps(event), flush=True)
tell(ready=True)
job = json.loads(sys.stdin.readline())
tell(test="one")
rest = {"mistake": None, "message": "é", "line": None, "picture": None}
tell(verdict={"outcome": ["passed", "failed"][job["seed"] % 2], **rest})
sys.stdin.read()
"""
ROUNDS = 200


def test_two_windows_and_resets_at_once_keep_the_progress_consistent(folder: LearnerFolder) -> None:
    """With test processes that need no torch, so that the windows meet often."""
    windows = f"""
import sys
from pathlib import Path
from shapecoach.lessons import LearnerFolder, Runner, catalogue
exercise = catalogue().exercise("warm_up")
folder = LearnerFolder(Path({str(folder.root)!r}))
for number in range({ROUNDS}):
    if sys.argv[1] == "reset":
        folder.reset(exercise)
    else:
        runner = Runner(command=[sys.executable, "-S", "-c", {QUICK!r}])
        runner.run(folder, exercise, seed=number, text="an answer")
assert folder.progress.notices == []
"""
    mine = answer("return 'mine'")
    folder.path_of(WARM_UP).write_text(mine)
    kinds = ("run", "run", "reset")
    running = [subprocess.Popen([sys.executable, "-c", windows, kind]) for kind in kinds]
    assert [window.wait(timeout=280) for window in running] == [0, 0, 0]
    status = LearnerFolder(folder.root).status(WARM_UP)
    assert (status.tries, status.passed) == (2 * ROUNDS, True)
    assert folder.path_of(WARM_UP).read_text() == WARM_UP.starter
    kept = sorted((folder.root / ".shapecoach" / "kept").iterdir())
    assert len(kept) == ROUNDS
    assert [path.read_text() for path in kept] == [mine] + [WARM_UP.starter] * (ROUNDS - 1)


def _wait_until(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
