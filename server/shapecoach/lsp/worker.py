"""The process that analyses: it loads the engine (and with it torch), then answers one job after another.

    python -P -m shapecoach.lsp.worker [ENGINE]

ENGINE names the function that turns (text, path, workspace, which findings to mend) into an Analysis, as
`module:function`; only tests give another one.
The process may be killed at any moment; all that is lost is what the engine remembers of earlier analyses.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from shapecoach.analysis.first_use import FIRST_USE
from shapecoach.analysis.model import Analysis, Finding
from shapecoach.analysis.workspace import Overlaid, Workspace
from shapecoach.lsp.channel import Answer, Job, Packer, Ready, Unpacker
from shapecoach.lsp.last_time import keep

ENGINE = "shapecoach.hints:examine"
PAUSE = 2.0
"""Seconds without a job after which there is time to tidy up."""
FILES_IN_A_ROW = 50
"""Files after which it tidies up without a pause: where a whole package is checked there is none."""
MOST_TO_KEEP = 20
"""Files whose analyses wait for a pause, to be kept for the next time; the others will be analysed anew."""
Engine = Callable[[str, str, Workspace, Callable[[Finding], bool]], Analysis]


def main(engine: str = ENGINE) -> None:
    """Serve jobs until the server goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server, which then ends us
    incoming, outgoing = take_standard_streams()
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=receive, args=(incoming, jobs), daemon=True).start()
    examine = load(engine)
    with contextlib.suppress(BrokenPipeError):  # the server is gone, and `receive` notices it too
        send = sender(outgoing)
        send(Ready())
        serve(jobs, send, examine, keeps=engine == ENGINE)


def serve(
    jobs: queue.SimpleQueue[Job], send: Callable[[Answer], None], examine: Engine, *, keeps: bool = False
) -> None:
    """Answer jobs for ever; warm the engine up the first time that none is waiting, and tidy up in each pause.

    If it `keeps` analyses, it writes them to disk then.
    """
    warm, is_tidy, files = False, True, set[str]()
    newest: dict[str, tuple[Job, Analysis]] = {}
    shown: dict[Path, str] = {}
    while True:
        if not warm and jobs.empty():
            warm_up(examine)
            warm = True
        try:
            job = jobs.get(timeout=None if is_tidy else PAUSE)
        except queue.Empty:
            while newest and jobs.empty():
                keep(*newest.popitem()[1])
            if jobs.empty():
                gc.collect()
                is_tidy = True
            files.clear()
            continue
        is_tidy = False
        files.add(job.uri)
        show(shown, job)
        workspace = Workspace(tuple(map(Path, job.roots)), Overlaid(shown))
        analysis = examined(examine, job, workspace)
        send(Answer(job.uri, job.version, analysis))
        if keeps and job.mend is None and not job.trial:
            newest.pop(job.uri, None)
            newest[job.uri] = job, analysis
            if len(newest) > MOST_TO_KEEP:
                del newest[next(iter(newest))]
        if len(files) == FILES_IN_A_ROW:
            gc.collect()
            files.clear()


def warm_up(examine: Engine) -> None:
    """Have PyTorch import what it imports late, and look through its objects no more: they stay for good."""
    examined(examine, Job("", 0, FIRST_USE, "<first use>"), Workspace())
    gc.freeze()


def show(shown: dict[Path, str], job: Job) -> None:
    """Keep the texts that the editor shows up to date."""
    for path, text in job.newer.items():
        if text is None:
            shown.pop(Path(path), None)
        else:
            shown[Path(path)] = text


def examined(examine: Engine, job: Job, workspace: Workspace) -> Analysis:
    """The engine's analysis; an empty one should it have a fault, which must not cost us the process."""
    try:
        return examine(
            job.text, job.path, workspace, lambda found: job.mend is not None and found.range.touches(job.mend)
        )
    except Exception:  # the engine promises none: say it, and go on serving
        traceback.print_exc()
        return Analysis()


def take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for our messages alone: from now on whatever prints, prints to standard error."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return incoming, outgoing


def receive(incoming: BinaryIO, jobs: queue.SimpleQueue[Job]) -> None:
    """Hand on each job; when the server is gone, however it went, end this process, even within an analysis."""
    unpacker = Unpacker()
    try:
        while True:
            message = unpacker.read(incoming)
            assert isinstance(message, Job)
            jobs.put(message)
    finally:
        os._exit(0)


def load(engine: str = ENGINE) -> Engine:
    """The function that `module:function` names; what is imported with it is never looked through for garbage."""
    module, _, function = engine.partition(":")
    gc.disable()  # saves a tenth of the time to import torch
    loaded = getattr(importlib.import_module(module), function)
    gc.freeze()
    gc.enable()
    # Looking through everything takes a quarter of a second.  That is for a pause (`serve`), not for between two keys.
    gc.set_threshold(*gc.get_threshold()[:2], 10_000)
    return loaded


def sender(outgoing: BinaryIO) -> Callable[[Ready | Answer], None]:
    """What sends messages to the server."""
    packer = Packer()

    def send(message: Ready | Answer) -> None:
        outgoing.write(packer.pack(message))
        outgoing.flush()

    return send


if __name__ == "__main__":
    main(*sys.argv[1:])
