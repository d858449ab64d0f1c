"""The engine against inputs that nobody would write: `python tests/fuzz/fuzz.py [--inputs 20000]`.

Each part of the inputs runs in a process of its own, with a limit of memory.  Prints what raised, what took longer than
two seconds, what ended the process, and the largest memory; exits with 1 if there was any.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from inputs import fuzz_input

LONGEST = 2.0  # seconds for one input
PATIENCE = 30.0  # seconds after which an input is given up
MOST_MEMORY = 4 * 2**30  # of address space; what asks for more is refused by the system, as on a small machine
PER_PROCESS = 250


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input."""

    seed: int
    kind: str
    seconds: float = 0.0
    megabytes: int = 0  # the process' peak so far
    fault: str = ""  # the traceback of what escaped, or was caught and cost a part of the file
    too_deep: int = 0  # how many parts of the file were given up because they nest too deep


class Slips(logging.Handler):
    """Collects what the engine forgives itself."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[str] = []
        self.too_deep = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], RecursionError):
            self.too_deep += 1
        elif record.exc_info:
            self.told.append("".join(traceback.format_exception(*record.exc_info)))

    def clear(self) -> None:
        self.told.clear()
        self.too_deep = 0


def examined(seeds: Sequence[int]) -> Iterator[Outcome]:
    """Examine the inputs in this process, which begins as the server's worker does."""
    from shapecoach.axes.reading import read_axes
    from shapecoach.hints import examine
    from shapecoach.lsp.worker import load, warm_up

    warm_up(load())
    slips = Slips()
    engine = logging.getLogger("shapecoach")
    engine.addHandler(slips)
    engine.setLevel(logging.DEBUG)
    for seed in seeds:
        made = fuzz_input(seed)
        slips.clear()
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        began = time.process_time()
        try:
            examine(made.text, f"{seed}.py")
            read_axes(made.text)
        except Exception:
            slips.told.append(traceback.format_exc())
        seconds = time.process_time() - began
        faulthandler.cancel_dump_traceback_later()
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield Outcome(seed, made.kind, seconds, megabytes, "\n".join(slips.told), slips.too_deep)


def in_a_process(seeds: Sequence[int]) -> list[Outcome]:
    """Examine the inputs in a process of its own; the one that ended it is begun after."""
    outcomes: list[Outcome] = []
    left = list(seeds)
    while left:
        command = [sys.executable, __file__, "--seeds", *map(str, left)]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
        told = [Outcome(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]
        outcomes += told
        left = left[len(told) :]
        if left:
            outcomes.append(
                Outcome(
                    left[0],
                    fuzz_input(left[0]).kind,
                    fault=f"{done.stderr[-3000:]}\nended the process ({done.returncode})",
                )
            )
            left = left[1:]
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--seeds", type=int, nargs="+", help="examine these in this process, and print JSON")
    options = parser.parse_args()
    if options.seeds:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        for outcome in examined(options.seeds):
            print(json.dumps(asdict(outcome)), flush=True)
        return 0
    last = options.first + options.inputs
    parts = [range(start, min(start + PER_PROCESS, last)) for start in range(options.first, last, PER_PROCESS)]
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = [outcome for part in pool.map(in_a_process, parts) for outcome in part]
    return report(outcomes)


def report(outcomes: Sequence[Outcome]) -> int:
    faults = [outcome for outcome in outcomes if outcome.fault]
    slow = [outcome for outcome in outcomes if outcome.seconds > LONGEST]
    for kind, number in Counter(outcome.fault.strip().splitlines()[-1] for outcome in faults).most_common():
        example = next(outcome for outcome in faults if outcome.fault.strip().splitlines()[-1] == kind)
        print(f"{number} times, first with seed {example.seed} ({example.kind}):\n{example.fault}")
    for outcome in sorted(slow, key=lambda outcome: -outcome.seconds)[:40]:
        print(f"seed {outcome.seed} ({outcome.kind}) took {outcome.seconds:.1f} s")
    seconds = sorted(outcome.seconds for outcome in outcomes)
    kinds = Counter(outcome.kind for outcome in outcomes)
    print(", ".join(f"{number} {kind}" for kind, number in kinds.most_common()))
    print(
        f"{len(outcomes)} inputs: {len(faults)} raised or ended the process, {len(slow)} over {LONGEST:g} s; "
        f"{sum(outcome.too_deep > 0 for outcome in outcomes)} had parts too deep to walk; "
        f"median {seconds[len(seconds) // 2] * 1000:.1f} ms, slowest {seconds[-1]:.2f} s; "
        f"largest memory {max(outcome.megabytes for outcome in outcomes)} MB"
    )
    return 1 if faults or slow else 0


if __name__ == "__main__":
    sys.exit(main())
