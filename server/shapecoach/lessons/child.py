"""The test process: reads one job, judges it, writes the verdict, ends.  `python -P -m shapecoach.lessons.child`

It speaks JSON lines on what was its standard input and output.  Both are put out of the learner's reach first: their
`print` goes to standard error, which the runner collects, and their `input` finds nothing to read.  Where the runner
goes away, so does this process.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

# A second line of defence behind the runner's own watch: an allocation that leaps over the limit fails at once.
_DATA_LIMIT = 2 * 1024**3


@dataclass(frozen=True)
class Channel:
    """The line to the runner."""

    source: TextIO
    sink: TextIO

    def send(self, **event: object) -> None:
        self.sink.write(json.dumps(event) + "\n")
        self.sink.flush()


def main() -> None:
    channel = _take_standard_streams()
    _limit_memory()

    import torch  # here, not above: what takes long happens after the limits are in place

    from shapecoach.lessons.catalogue import catalogue
    from shapecoach.lessons.judging.judge import Judgement, judge_text
    from shapecoach.lessons.judging.material import material
    from shapecoach.lessons.verdict import Outcome

    torch.set_num_threads(1)
    channel.send(ready=True)
    job = json.loads(channel.source.readline())
    threading.Thread(target=_end_with_the_runner, args=(channel.source,), daemon=True).start()
    path = Path(job["path"])
    with suppress(OSError):
        os.chdir(path.parent)
    try:
        about = material(catalogue().exercise(job["exercise"]))
        judgement = judge_text(about, job["text"], path, job["seed"], lambda test: channel.send(test=test))
    except Exception as error:  # a fault of ours; the learner should know that it isn't theirs
        judgement = Judgement(Outcome.ERROR, f"The tests themselves failed on this answer ({error!r}).")
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    verdict: dict[str, Any] = {
        "outcome": judgement.outcome.value,
        "mistake": judgement.mistake,
        "message": judgement.message,
        "line": judgement.line,
    }
    channel.send(verdict=verdict)
    os._exit(0)  # threads and exit hooks of the learner's code have no say in when this ends


def _take_standard_streams() -> Channel:
    """Moves the runner's pipes to descriptors of their own, which child processes don't inherit."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Channel(open(source, encoding="utf-8"), open(sink, "w", encoding="utf-8"))


def _end_with_the_runner(source: TextIO) -> None:
    source.read()
    os._exit(1)


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = _DATA_LIMIT if hard == resource.RLIM_INFINITY else min(_DATA_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


if __name__ == "__main__":
    main()
