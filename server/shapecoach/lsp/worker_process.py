"""The worker as the server sees it: started, asked one job at a time, ended."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import replace

from shapecoach.analysis.model import Analysis
from shapecoach.lsp.channel import Answer, Job, Message, Packer, Ready, Unpacker

SECONDS_TO_LEAVE = 1.0


class WorkerLostError(Exception):
    """The worker died, or had to be killed because it took too long; the text says which."""


class WorkerProcess:
    """One run of the worker program."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._packer, self._unpacker = Packer(), Unpacker()
        self._known: Mapping[str, str] = {}  # the texts of the other files that the worker was given last
        self._exit = asyncio.ensure_future(process.wait())

    @classmethod
    async def start(cls, engine: str) -> WorkerProcess:
        """Start the program.  Raises WorkerLostError where that can't be done: Python itself may be gone by now."""
        # -P: a file `torch.py` in the folder that the editor happens to be in must not be imported.
        command = (sys.executable, "-P", "-m", "shapecoach.lsp.worker", engine)
        try:
            return cls(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE))
        except OSError as error:
            raise WorkerLostError(f"{sys.executable} can't be started: {error.strerror or error}") from error

    async def ready(self, seconds: float) -> None:
        """Wait until the engine is loaded.  Raises WorkerLostError."""
        message = await self._next_message(seconds)
        assert isinstance(message, Ready)

    async def analyse(self, job: Job, shown: Mapping[str, str], seconds: float) -> Analysis:
        """What comes of `give`.  Raises WorkerLostError."""
        self.give(job, shown)
        return await self.answer(seconds)

    def give(self, job: Job, shown: Mapping[str, str]) -> None:
        """Have one version of a document analysed; `shown` is what the editor shows of every file that is open."""
        assert self._process.stdin is not None
        newer: dict[str, str | None] = {path: None for path in self._known if path not in shown}
        newer.update({path: text for path, text in shown.items() if self._known.get(path) != text})
        job, self._known = replace(job, newer=newer), shown
        self._process.stdin.write(self._packer.pack(job))

    async def answer(self, seconds: float) -> Analysis:
        """The analysis of what was given last.  Raises WorkerLostError."""
        assert self._process.stdin is not None
        try:
            await self._process.stdin.drain()
        except ConnectionError as error:
            raise WorkerLostError("the analysis process ended") from error
        message = await self._next_message(seconds)
        assert isinstance(message, Answer)
        return message.analysis

    async def idle_until(self, wake: asyncio.Event) -> None:
        """Wait for `wake`.  Raises WorkerLostError if the worker dies before."""
        waking = asyncio.ensure_future(wake.wait())
        try:
            await asyncio.wait({waking, self._exit}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waking.cancel()
        if self._exit.done():
            raise WorkerLostError("the analysis process ended")

    async def end(self) -> None:
        """End the process, if it still runs: it is asked by closing its pipe, then killed."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(SECONDS_TO_LEAVE):
                await asyncio.shield(self._exit)
        except TimeoutError:
            self.kill()
            await self._exit

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _next_message(self, seconds: float) -> Message:
        assert self._process.stdout is not None
        try:
            # Not `wait_for`: before Python 3.12 it can lose a cancellation that comes together with the message.
            async with asyncio.timeout(seconds):
                return await self._unpacker.read_async(self._process.stdout)
        except EOFError as error:
            raise WorkerLostError("the analysis process ended") from error
        except TimeoutError as error:
            self.kill()
            raise WorkerLostError(f"the analysis took more than {seconds:g} s") from error
