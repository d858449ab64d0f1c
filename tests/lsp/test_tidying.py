"""The worker looks for garbage in pauses, and between files where somebody has it analyse very many."""

from __future__ import annotations

import gc
import queue
import weakref

import pytest

from shapecoach.analysis.model import Analysis
from shapecoach.lsp import worker
from shapecoach.lsp.channel import Answer, Job


class Ring:
    """What only a look for garbage finds."""

    def __init__(self) -> None:
        self.itself = self


class NoMoreJobsError(Exception):
    """The server is gone."""


@pytest.mark.parametrize(("uris", "most_held"), [(200, worker.FILES_IN_A_ROW), (1, 200)])
def test_garbage_is_looked_for_between_files_and_not_between_keys(
    monkeypatch: pytest.MonkeyPatch, uris: int, most_held: int
) -> None:
    alive, at_once, jobs = list[weakref.ref[Ring]](), list[int](), queue.SimpleQueue[Job]()

    def engine(text: str, *_: object) -> Analysis:
        alive.append(weakref.ref(Ring()))
        at_once.append(sum(ring() is not None for ring in alive))
        return Analysis()

    def send(answer: Answer) -> None:
        if len(alive) == 200:
            raise NoMoreJobsError

    for number in range(200):
        jobs.put(Job(f"file:///{number % uris}.py", number, "", f"/{number % uris}.py"))
    monkeypatch.setattr(worker, "warm_up", lambda _: None)
    gc.disable()  # only what the worker does by itself counts
    try:
        with pytest.raises(NoMoreJobsError):
            worker.serve(jobs, send, engine)
    finally:
        gc.enable()
    assert max(at_once) == most_held
