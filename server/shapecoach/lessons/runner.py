"""Running one exercise: in a process of its own, with limits on time, memory and output, ended with all it started."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO, TYPE_CHECKING, Any

from shapecoach.lessons.exercise import Exercise
from shapecoach.lessons.folder import LearnerFolder
from shapecoach.lessons.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from shapecoach.lessons.processes import Family

_COMMAND = [sys.executable, "-P", "-m", "shapecoach.lessons.child"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds count from when the process is ready; what start-up took comes off them, down to `least_seconds`."""

    seconds: float = 10.0
    total_seconds: float = 11.0
    least_seconds: float = 3.0
    start_seconds: float = 90.0
    memory: int = 1024**3
    output: int = 100_000


def run(
    folder: LearnerFolder,
    exercise: Exercise,
    seed: int | None = None,
    text: str | None = None,
    limits: Limits | None = None,
    review: bool = False,
) -> Verdict:
    """Judges the learner's answer and remembers the verdict.  Blocks until it is there, about 12 s at most.

    `text` is judged instead of the file on disk where it is given (a document that is not saved yet).  With `review`
    it is about the copy in which the exercise is done once more.
    """
    seed = random.randrange(1_000_000) if seed is None else seed
    path = folder.path_of(exercise, review)
    verdict = _unreadable(exercise, path, seed) if text is None else None
    if verdict is None:
        source = path.read_text(encoding="utf-8") if text is None else text
        verdict = _Run(exercise, source, path, seed, limits or Limits()).verdict()
    folder.remember(verdict, review)
    return verdict


def _unreadable(exercise: Exercise, path: Path, seed: int) -> Verdict | None:
    """What to say of a file that isn't there or holds no text; None where it can be read."""
    try:
        path.read_text(encoding="utf-8")
    except FileNotFoundError:
        why = f"{path.name} is not there any more. `shapecoach reset {exercise.name}` brings it back."
    except (OSError, UnicodeDecodeError) as error:
        why = f"{path.name} can't be read: {error}."
    else:
        return None
    return Verdict(exercise.name, Outcome.ERROR, message=why, seed=seed)


@dataclass
class _Run:
    """One run under way."""

    exercise: Exercise
    text: str
    path: Path
    seed: int
    limits: Limits
    begun: float = field(default_factory=time.monotonic)
    events: Queue[dict[str, Any]] = field(default_factory=lambda: Queue[dict[str, Any]]())
    printed: bytearray = field(default_factory=bytearray)
    test: str = "starting"

    def verdict(self) -> Verdict:
        from shapecoach.lessons.processes import Family  # psutil: the language server starts without it

        family = Family(_COMMAND)
        process = family.process
        assert process.stdin and process.stdout and process.stderr
        readers = [
            threading.Thread(target=self._read_events, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._read_output, args=(process.stderr,), daemon=True),
        ]
        for reader in readers:
            reader.start()
        try:
            told = self._follow(family, process.stdin)
        finally:
            family.end()
            for reader in readers:
                reader.join(timeout=5)
            with suppress(OSError):
                process.stdin.close()
            process.stdout.close()
            process.stderr.close()
        return Verdict(
            exercise=self.exercise.name,
            outcome=Outcome(told["outcome"]),
            mistake=told.get("mistake"),
            message=told["message"],
            seed=self.seed,
            seconds=round(time.monotonic() - self.begun, 2),
            line=told.get("line"),
            output=self.printed.decode("utf-8", "replace"),
        )

    def _follow(self, family: Family, commands: IO[bytes]) -> dict[str, Any]:
        """Gives the process its job and waits for what comes of it."""
        deadline = self.begun + self.limits.start_seconds
        while True:
            try:
                event = self.events.get(timeout=0.05)
            except Empty:
                held, late = family.memory(), time.monotonic() > deadline
                # A busy machine hands out memory slowly: half of the limit when time is up is an eater, too.
                if held > self.limits.memory or (late and held > self.limits.memory / 2):
                    return self._too_big(held)
                if late:
                    return self._too_slow()
                continue
            if event.get("ready"):
                job = {
                    "exercise": self.exercise.name,
                    "text": self.text,
                    "path": str(self.path),
                    "seed": self.seed,
                }
                with suppress(OSError):
                    commands.write(json.dumps(job).encode() + b"\n")
                    commands.flush()
                deadline = self._deadline()
            elif "test" in event:
                self.test = event["test"]
            elif "verdict" in event:
                return event["verdict"]
            else:
                return self._ended(family)

    def _deadline(self) -> float:
        now = time.monotonic()
        limits = self.limits
        return min(now + limits.seconds, max(self.begun + limits.total_seconds, now + limits.least_seconds))

    def _read_events(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            for line in stream:
                self.events.put(json.loads(line))
        self.events.put({"end": True})

    def _read_output(self, stream: IO[bytes]) -> None:
        """Keeps the first part of what is printed and throws away the rest, so that the printer never blocks."""
        with suppress(OSError, ValueError):
            while block := os.read(stream.fileno(), 65536):
                room = self.limits.output - len(self.printed)
                self.printed += block[: max(room, 0)]

    # -- what became of it --------------------------------------------------------------------------------------

    def _too_slow(self) -> dict[str, Any]:
        if self.test == "starting":
            return _error("Python took too long to start. Is the computer very busy? Try once more.")
        message = (
            f"Your code was still running after {self.limits.seconds:.0f} seconds, in `{self.test}`, and was stopped."
            " Is there a loop that never ends?"
        )
        return {"outcome": Outcome.TIMEOUT, "message": message}

    def _too_big(self, held: int) -> dict[str, Any]:
        gigabytes = held / 1024**3
        return _error(
            f"Your code took {gigabytes:.1f} GB of memory, in `{self.test}`, and was stopped."
            " Does something grow in a loop?"
        )

    def _ended(self, family: Family) -> dict[str, Any]:
        code = family.process.wait()
        last = self.printed.decode("utf-8", "replace").strip().splitlines()[-1:]
        if self.test == "starting":
            return _error(f"The tests could not be started: {' '.join(last) or f'exit code {code}'}")
        how = f"crashed (signal {-code})" if code < 0 else f"ended the program (exit code {code})"
        return _error(f"Your code {how} in `{self.test}`, so it could not be judged.")


def _error(message: str) -> dict[str, Any]:
    return {"outcome": Outcome.ERROR, "message": message}
