"""The runs of tests that are under way: at most one for each document, and a new one cancels the one before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from shapecoach.lessons import Cancelled, Exercise, Runner, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run; `verdict` raises Cancelled after `cancelled` was set."""

    cancelled: Event
    verdict: asyncio.Future[Verdict]


class Runs:
    """The runs of one server, and the test process that waits for the next of them."""

    def __init__(self) -> None:
        self._runner = Runner(ahead=True)
        self._under_way: dict[str, Run] = {}
        self._getting_ready: asyncio.Task[None] | None = None

    def __contains__(self, uri: str) -> bool:
        return uri in self._under_way

    def get_ready_after(self, wait: Callable[[], Awaitable[None]]) -> None:
        """Have a test process wait for the first run.  Not before the end of `wait`, which matters more."""
        if self._getting_ready is None:
            self._getting_ready = asyncio.ensure_future(self._get_ready(wait))

    def begin(self, uri: str, path: Path, exercise: Exercise, text: str | None) -> Run:
        """Have the document judged, and no longer an earlier text of it."""
        self.cancel(uri)
        cancelled = Event()
        judging = asyncio.to_thread(self._runner.judge, path, exercise, text=text, cancelled=cancelled)
        run = self._under_way[uri] = Run(cancelled, asyncio.ensure_future(judging))
        return run

    def cancel(self, uri: str) -> None:
        """End the document's run, if there is one, without a verdict."""
        if uri in self._under_way:
            self._under_way[uri].cancelled.set()

    async def verdict(self, uri: str, run: Run) -> Verdict | None:
        """What came of it; None if it was cancelled."""
        try:
            verdict = await run.verdict
            return None if run.cancelled.is_set() else verdict
        except Cancelled:
            return None
        finally:
            run.cancelled.set()  # where it is we who are cancelled, nobody waits for the verdict
            if self._under_way.get(uri) is run:
                del self._under_way[uri]

    async def end(self) -> None:
        """Cancel every run, and return when no test process is left."""
        if self._getting_ready is not None:
            self._getting_ready.cancel()
        under_way = [run.verdict for run in self._under_way.values()]
        for uri in self._under_way:
            self.cancel(uri)
        await asyncio.gather(asyncio.to_thread(self._runner.close), *under_way, return_exceptions=True)

    async def _get_ready(self, wait: Callable[[], Awaitable[None]]) -> None:
        await wait()
        await asyncio.to_thread(self._runner.warm_up)
