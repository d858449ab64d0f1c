"""The worker as the server sees it: started, asked one job at a time, ended."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import replace

from shapecoach.analysis.model import Analysis
from shapecoach.lsp.channel import Answer, Job, Message, Ready, pack, read
from shapecoach.lsp.starting import start

SECONDS_TO_LEAVE = 1.0


class WorkerLostError(Exception):
    """The worker died, or had to be killed because it took too long; the text says which."""


class WorkerProcess:
    """One run of the worker program.

    A thread reads what it says, since the first worker starts before there is an event loop.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Only within a running event loop."""
        self._process = process
        self._known: Mapping[str, str] = {}  # the texts of the other files that the worker was given last
        self._said: asyncio.Queue[Message | None] = asyncio.Queue()  # None: it is gone
        self._gone = asyncio.Event()
        threading.Thread(target=self._listen, args=(asyncio.get_running_loop(),), daemon=True).start()

    @classmethod
    def start(cls, engine: str) -> WorkerProcess:
        return cls(start(engine))

    async def ready(self, seconds: float) -> None:
        """Wait until the engine is loaded.  Raises WorkerLostError."""
        message = await self._next_message(seconds)
        assert isinstance(message, Ready)

    async def analyse(self, job: Job, shown: Mapping[str, str], seconds: float) -> Analysis:
        """The analysis of one version of a document; `shown` is what the editor shows of every file that is open.

        Raises WorkerLostError.
        """
        newer: dict[str, str | None] = {path: None for path in self._known if path not in shown}
        newer.update({path: text for path, text in shown.items() if self._known.get(path) != text})
        job, self._known = replace(job, newer=newer), shown
        try:
            await asyncio.to_thread(self._tell, job)
        except OSError as error:
            raise WorkerLostError("the analysis process ended") from error
        message = await self._next_message(seconds)
        assert isinstance(message, Answer)
        return message.analysis

    async def idle_until(self, wake: asyncio.Event) -> None:
        """Wait for `wake`.  Raises WorkerLostError if the worker dies before."""
        waiting = [asyncio.ensure_future(event.wait()) for event in (wake, self._gone)]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
        if self._gone.is_set():
            raise WorkerLostError("the analysis process ended")

    async def end(self) -> None:
        """End the process, if it still runs: it is asked by closing its pipe, then killed."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # what it was told last may not have reached it
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._gone.wait(), SECONDS_TO_LEAVE)
        except TimeoutError:
            self.kill()
            await self._gone.wait()

    def kill(self) -> None:
        self._process.kill()  # does nothing where it has ended

    async def _next_message(self, seconds: float) -> Message:
        try:
            message = await asyncio.wait_for(self._said.get(), seconds)
        except TimeoutError as error:
            self.kill()
            raise WorkerLostError(f"the analysis took more than {seconds:g} s") from error
        if message is None:
            raise WorkerLostError("the analysis process ended")
        return message

    def _tell(self, job: Job) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(pack(job))
        self._process.stdin.flush()

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Pass on what the worker says until it is gone."""
        assert self._process.stdout is not None
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            with contextlib.suppress(EOFError):
                while True:
                    loop.call_soon_threadsafe(self._said.put_nowait, read(self._process.stdout))
            self._process.wait()
            loop.call_soon_threadsafe(self._said.put_nowait, None)
            loop.call_soon_threadsafe(self._gone.set)
