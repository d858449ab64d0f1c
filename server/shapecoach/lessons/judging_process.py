"""A test process as the runner sees it: started ahead, given one job, ended with all that it started."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from queue import Queue
from typing import IO, Any

from shapecoach.lessons.processes import Family


@dataclass(frozen=True, slots=True)
class Job:
    """What to judge: the text of the file at `path`, on the inputs of `seed`.

    Should nobody be there to end the process, it ends itself after so many `seconds`.
    """

    exercise: str
    text: str
    path: str
    seed: int
    seconds: float


@dataclass
class JudgingProcess:
    """One run of the test process's program.  `events` are what it tells, the last of them `{"end": True}`."""

    command: Sequence[str]
    most_output: int
    events: Queue[dict[str, Any]] = field(default_factory=lambda: Queue[dict[str, Any]](), init=False)
    _printed: bytearray = field(default_factory=bytearray, init=False)

    def __post_init__(self) -> None:
        self.family = Family(list(self.command))
        process = self.family.process
        assert process.stdin and process.stdout and process.stderr
        self._jobs = process.stdin
        self._readers = [
            threading.Thread(target=self._read_events, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._read_output, args=(process.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def printed(self) -> str:
        """The first part of what the learner's code printed so far."""
        return self._printed.decode("utf-8", "replace")

    def give(self, job: Job) -> None:
        """Hands over its only job.  A process that is gone by then says so by its last event."""
        with suppress(OSError):
            self._jobs.write(json.dumps(asdict(job)).encode() + b"\n")
            self._jobs.flush()

    def end(self) -> None:
        """Ends it and all that it started; what was printed is complete then."""
        self.family.end()
        for reader in self._readers:
            reader.join(timeout=5)
        for stream in (self._jobs, self.family.process.stdout, self.family.process.stderr):
            with suppress(OSError, AttributeError):
                stream.close()  # pyright: ignore[reportOptionalMemberAccess]

    def _read_events(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            for line in stream:
                self.events.put(json.loads(line))
        self.events.put({"end": True})

    def _read_output(self, stream: IO[bytes]) -> None:
        """Keeps the first part of what is printed and throws away the rest, so that the printer never blocks."""
        with suppress(OSError, ValueError):
            while block := os.read(stream.fileno(), 65536):
                room = self.most_output - len(self._printed)
                self._printed += block[: max(room, 0)]
