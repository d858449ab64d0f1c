"""What the analyst does with its worker, apart from any editor."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from shapecoach.analysis.model import Analysis
from shapecoach.lsp.analyst import Analyst
from shapecoach.lsp.channel import Job

pytestmark = pytest.mark.asyncio

SECONDS = 60.0


class Listener:
    """Who notes what it is told."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.answers: asyncio.Queue[tuple[Job, Analysis]] = asyncio.Queue()

    def shown(self) -> Mapping[str, str]:
        return {}

    def analysed(self, job: Job, analysis: Analysis) -> None:
        self.answers.put_nowait((job, analysis))

    def gave_up(self, job: Job) -> None:
        raise AssertionError(job)

    def status(self, state: str, message: str) -> None:
        self.states.append(state)


async def test_a_worker_with_nothing_to_do_begins_before_the_event_loop_comes_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    listener, begun = Listener(), tmp_path / "begun"
    analyst = Analyst(listener, "engine_for_tests:examine")
    analyst.start()
    try:
        async with asyncio.timeout(SECONDS):
            while listener.states[-1:] != ["ready"]:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.01)  # it rests from the next turn on
            analyst.analyse(Job("file:///a.py", 1, f"# say once {begun}\nx = 1 # find x", "/a.py"))
            until = time.monotonic() + SECONDS
            while not begun.exists() and time.monotonic() < until:
                time.sleep(0.01)  # as a long request would: nothing else runs here meanwhile
            assert begun.exists()
            job, analysis = await listener.answers.get()
            assert (job.version, [finding.message for finding in analysis.findings]) == (1, ["x does not fit"])
    finally:
        await analyst.stop()
