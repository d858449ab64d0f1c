"""Keeps one worker alive and gives it the newest version of each document that changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from shapecoach.analysis.model import Analysis
from shapecoach.lsp.channel import Job
from shapecoach.lsp.worker import ENGINE
from shapecoach.lsp.worker_process import WorkerLostError, WorkerProcess

TRIES = 2
"""A document whose analysis loses this many workers is left alone until it is edited."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a worker counts as hanging."""

    start: float = 120.0  # importing torch from a cold, slow disk
    analysis: float = 20.0


class Reader(Protocol):
    """Who wants to know what the analyst does."""

    def shown(self) -> Mapping[str, str]:
        """The text of every open document, by its path."""
        ...

    def analysed(self, job: Job, analysis: Analysis) -> None: ...

    def gave_up(self, job: Job) -> None: ...

    def status(self, state: str, message: str) -> None: ...


class Analyst:
    """A queue with one waiting job per document, those that were edited first, and the worker that serves it.

    The worker can die or hang at any moment: another is started and the job that it had is tried once more.
    """

    def __init__(self, reader: Reader, engine: str = ENGINE, limits: Limits | None = None) -> None:
        self._reader = reader
        self._engine = engine
        self._limits = limits or Limits()
        self._waiting: dict[str, Job] = {}
        self._mending: list[tuple[Job, asyncio.Future[Analysis | None]]] = []
        self._given: Job | None = None  # what the worker is at
        self._resting: WorkerProcess | None = None  # the worker, while it has nothing to do
        self._early: WorkerProcess | None = None  # a worker that was started before there was an analyst
        self._failures: dict[str, int] = {}
        self._wake = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    def take(self, worker: WorkerProcess) -> None:
        """Begin with a worker that is already on its way."""
        self._early = worker

    def start(self) -> None:
        """Begin loading the engine."""
        self._serving = asyncio.ensure_future(self._serve())

    async def stop(self) -> None:
        """End the worker."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait({self._serving})
        if self._early is not None:
            await self._early.end()

    def analyse(self, job: Job) -> None:
        """Analyse this version of a document, instead of any earlier one still waiting."""
        self._failures.pop(job.uri, None)
        self._enqueue(job)

    async def mended(self, job: Job) -> Analysis | None:
        """A version that was analysed before, now with fixes where the job says; None if there will be none.

        Documents that were edited come first.
        """
        answer: asyncio.Future[Analysis | None] = asyncio.get_running_loop().create_future()
        self._mending.append((job, answer))
        self._wake.set()
        return await answer

    def forget(self, uri: str) -> None:
        """The document was closed."""
        self._waiting.pop(uri, None)
        self._failures.pop(uri, None)

    async def _serve(self) -> None:
        losses = 0  # since the engine could last be loaded
        while True:
            self._reader.status("starting", "loading PyTorch")
            try:
                worker = await self._started()
                try:
                    await worker.ready(self._limits.start)
                    losses = 0
                    await self._feed(worker)
                finally:
                    await worker.end()
            except WorkerLostError as lost:
                self._reader.status("failed", str(lost))
                losses += 1
            if losses >= TRIES:  # PyTorch is missing or broken: try again when the user does something
                self._give_up_all()
                await self._wake.wait()

    async def _started(self) -> WorkerProcess:
        """A worker on its way.  Raises WorkerLostError where none can be started.

        If we are to end meanwhile, it ends first: asyncio loses a process half started.
        """
        if self._early is not None:
            worker, self._early = self._early, None
            return worker
        starting = asyncio.ensure_future(WorkerProcess.start(self._engine))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            with suppress(WorkerLostError):
                await (await starting).end()
            raise

    async def _feed(self, worker: WorkerProcess) -> None:
        """Give the worker one job after another.  Raises WorkerLostError."""
        try:
            while True:
                if self._given is None and self._waiting:
                    self._give(worker)
                if self._given is not None:
                    await self._take(worker, self._given)
                elif self._mending:
                    await self._mend(worker, *self._mending.pop(0))
                else:
                    await self._rest(worker)
        except WorkerLostError:
            if self._given is not None:
                self._try_again(self._given)
            raise
        finally:
            self._given = None

    def _give(self, worker: WorkerProcess) -> None:
        job = self._waiting.pop(min(self._waiting, key=lambda uri: self._waiting[uri].again))
        worker.give(job, self._reader.shown())
        self._given = job

    async def _take(self, worker: WorkerProcess, job: Job) -> None:
        self._reader.status("analysing", job.path)
        analysis = await worker.answer(self._limits.analysis)
        self._given = None
        self._failures.pop(job.uri, None)
        self._reader.analysed(job, analysis)

    async def _rest(self, worker: WorkerProcess) -> None:
        self._reader.status("ready", "")
        self._wake.clear()
        self._resting = worker
        try:
            await worker.idle_until(self._wake)
        finally:
            self._resting = None

    async def _mend(self, worker: WorkerProcess, job: Job, answer: asyncio.Future[Analysis | None]) -> None:
        """Have one place mended.  Raises WorkerLostError; that place goes without."""
        analysis = None
        try:
            analysis = await worker.analyse(job, self._reader.shown(), self._limits.analysis)
        finally:
            if not answer.done():  # the request was cancelled
                answer.set_result(analysis)

    def _try_again(self, job: Job) -> None:
        if job.uri in self._waiting:  # edited meanwhile: the newer version has its own tries
            return
        failures = self._failures.get(job.uri, 0) + 1
        self._failures[job.uri] = failures
        if failures < TRIES:
            self._enqueue(job)
        else:
            self._reader.gave_up(job)

    def _enqueue(self, job: Job) -> None:
        self._waiting[job.uri] = job
        if self._resting is not None:  # at once: before the event loop comes round, all that was asked is answered
            self._give(self._resting)
            self._resting = None
        self._wake.set()

    def _give_up_all(self) -> None:
        for job in self._waiting.values():
            self._reader.gave_up(job)
        for _, answer in self._mending:
            if not answer.done():
                answer.set_result(None)
        self._waiting.clear()
        self._mending.clear()
        self._wake.clear()
