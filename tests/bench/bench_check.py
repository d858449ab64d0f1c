"""How long `check` takes: the lessons for the first and the second time, and files of 100 to 20,000 lines."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from figures import DATA, Figure, machine
from installed import environment
from peers import checker, install
from realistic import realistic

LESSONS = DATA.parent.parent / "lessons"
LENGTHS = (100, 300, 1000, 3000, 10_000, 20_000)
CHECK = (sys.executable, "-m", "shapecoach", "check")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as cache:
        env = {"XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
        print(Figure("check lessons, nothing remembered", [seconds([*CHECK, str(LESSONS)], env)]))
        again = [seconds([*CHECK, str(LESSONS)], env) for _ in range(options.runs)]
        print(Figure("check lessons again", again, 0.5))
    files = sorted(LESSONS.rglob("solution.py"))[:5]
    ours = [seconds([*CHECK, "--no-cache", str(path)], {}) for path in files]
    print(Figure("check one solution, nothing remembered", ours))
    if not options.no_peers:
        compare(files)
    linear()


def compare(files: Sequence[Path]) -> None:
    try:
        peer = checker(install())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"peers: can't be installed here ({error})")
        return
    print(Figure(f"  {peer.name} ({peer.remark})", [seconds([*peer.command, str(path)], {}) for path in files]))


def linear() -> None:
    """Time by lines, in this process."""
    from shapecoach.analysis import memory
    from shapecoach.hints import examine
    from shapecoach.lsp.worker import warm_up

    warm_up(examine)
    for lines in LENGTHS:
        text = realistic(lines)
        memory.forget_all()
        began = time.process_time()
        examine(text, "model.py")
        took = time.process_time() - began
        number = text.count("\n")
        began = time.process_time()
        examine(text.replace("sum", "mean", 1).replace("self.norm(x)", "self.norm(x) * 2", 1), "model.py")
        edited = time.process_time() - began
        print(
            f"{number:7} lines: {took:7.3f} s, {took / number * 1000:6.3f} ms a line; one edit {edited * 1000:7.1f} ms"
        )


def seconds(command: Sequence[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=environment() | env, cwd=LESSONS.parent)
    told = done.stderr.decode()
    assert done.returncode in (0, 1) and "Traceback" not in told, told
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
