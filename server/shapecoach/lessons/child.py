"""The test process (`python -P -m shapecoach.lessons.child`): gets ready, waits for one job, judges it, tells how.

It speaks JSON lines on what was its standard input and output.  Both are put out of the learner's reach first: their
`print` goes to standard error, which the runner collects, and their `input` finds nothing to read.  Where the runner
goes away, so does this process with all that it started.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TextIO

from shapecoach.lessons.processes import end_own_family

if TYPE_CHECKING:
    from shapecoach.lessons.judging.judge import Judgement

# A second line of defence behind the runner's own watch: an allocation that leaps over the limit fails at once.
_DATA_LIMIT = 2 * 1024**3

# Who has a job for us gives it as soon as we are ready.  Nobody did: there is time to prepare for wrong answers.
_PATIENCE_SECONDS = 0.5

_NOWHERE = open(os.devnull, "w")  # noqa: SIM115  # for as long as the process lives

Job = dict[str, Any]


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
    jobs: SimpleQueue[Job] = SimpleQueue()
    threading.Thread(target=_receive, args=(channel.source, jobs), daemon=True).start()
    gc.disable()  # saves a tenth of the time to import torch
    _load()
    channel.send(ready=True)
    try:
        job = jobs.get(timeout=_PATIENCE_SECONDS)
    except Empty:
        _warm_up()
        job = jobs.get()
    gc.freeze()  # what is there by now stays
    gc.enable()
    # Code that never lets other threads run is ended by the runner; where that is gone, by this.
    faulthandler.dump_traceback_later(job["seconds"], exit=True, file=_NOWHERE)
    channel.send(verdict=_judged(job, channel))
    threading.Event().wait()  # while we live the runner can tell who our children are; it ends us all


def _load() -> None:
    """Imports what every answer needs."""
    import_module("shapecoach.lessons.judging.here")

    from shapecoach.probe.preparing import prepare

    prepare()  # when everything is there that PyTorch has wrapped


def _warm_up() -> None:
    """Judges an answer and analyses a text, since PyTorch and the engine import parts of themselves at first use."""
    from shapecoach.analysis.first_use import FIRST_USE
    from shapecoach.hints import examine
    from shapecoach.lessons.catalogue import catalogue
    from shapecoach.lessons.judging.judge import judge
    from shapecoach.lessons.judging.material import material

    about = material(catalogue().exercises[0])
    judge(about, about.solution, seed=0)
    examine(FIRST_USE)


def _judged(job: Job, channel: Channel) -> dict[str, Any]:
    from shapecoach.lessons.catalogue import catalogue
    from shapecoach.lessons.judging.here import judge_here
    from shapecoach.lessons.judging.judge import Listener

    class Teller(Listener):
        def begins(self, test: str) -> None:
            channel.send(test=test)

        def found(self, judgement: Judgement) -> None:
            channel.send(found=_as_json(judgement))

    judgement = judge_here(catalogue().exercise(job["exercise"]), job["text"], Path(job["path"]), job["seed"], Teller())
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    return _as_json(judgement)


def _as_json(judgement: Judgement) -> dict[str, Any]:
    return {
        "outcome": judgement.outcome.value,
        "mistake": judgement.mistake,
        "message": judgement.message,
        "line": judgement.line,
        "picture": judgement.picture and judgement.picture.as_json(),
    }


def _take_standard_streams() -> Channel:
    """Moves the runner's pipes to descriptors of their own, which child processes don't inherit."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Channel(open(source, encoding="utf-8"), open(sink, "w", encoding="utf-8"))


def _receive(source: TextIO, jobs: SimpleQueue[Job]) -> None:
    """Hands on the job; when the runner is gone, however it went, ends everything."""
    for line in source:
        jobs.put(json.loads(line))
    end_own_family()


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = _DATA_LIMIT if hard == resource.RLIM_INFINITY else min(_DATA_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


if __name__ == "__main__":
    main()
