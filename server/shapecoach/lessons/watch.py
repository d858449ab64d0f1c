"""Watching a test process at its job, within limits, until there is a verdict: whatever the learner's code does."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from queue import Empty
from threading import Event
from typing import TYPE_CHECKING, Any

from shapecoach.lessons.picture import Picture
from shapecoach.lessons.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from shapecoach.lessons.judging_process import Job, JudgingProcess

_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds count from when the tests begin; what start-up took comes off them, down to `least_seconds`."""

    seconds: float = 10.0
    total_seconds: float = 11.0
    least_seconds: float = 3.0
    start_seconds: float = 90.0
    memory: int = 1024**3
    output: int = 100_000


class Cancelled(Exception):  # noqa: N818  # it is wanted, not a fault
    """Nobody wants this verdict any more."""


class NeverBegan(Exception):  # noqa: N818  # it says what happened
    """The process ended before it got to the learner's code; the text says how."""


@dataclass
class Watch:
    """One process at one job."""

    process: JudgingProcess
    job: Job
    limits: Limits
    cancelled: Event
    begun: float = field(default_factory=time.monotonic)
    test: str = "starting"
    found: Verdict | None = None
    """What is certain, while the name of the mistake is looked for: should that take too long, it goes without."""

    def verdict(self) -> Verdict:
        """Gives the process its job and waits for what comes of it.  Raises Cancelled, NeverBegan."""
        deadline = self.begun + self.limits.start_seconds
        while not self.cancelled.is_set():
            try:
                event = self.process.events.get(timeout=_LOOK_SECONDS)
            except Empty:
                held, late = self.process.family.memory(), time.monotonic() > deadline
                # A busy machine hands out memory slowly: half of the limit when time is up is an eater, too.
                if held > self.limits.memory or (late and held > self.limits.memory / 2):
                    return self.found or self._too_big(held)
                if late:
                    return self.found or self._too_slow()
                continue
            if event.get("ready"):
                self.process.give(self.job)
            elif "test" in event:
                if self.test == "starting":
                    deadline = self._deadline()
                self.test = event["test"]
            elif "found" in event:
                self.found = self._told(event["found"])
                deadline = max(deadline, time.monotonic() + self.limits.seconds / 2)
            elif "verdict" in event:
                return self._told(event["verdict"])
            else:
                return self.found or self._ended()
        raise Cancelled

    def _deadline(self) -> float:
        now = time.monotonic()
        limits = self.limits
        return min(now + limits.seconds, max(self.begun + limits.total_seconds, now + limits.least_seconds))

    # -- what became of it --------------------------------------------------------------------------------------

    def _told(self, told: dict[str, Any]) -> Verdict:
        outcome = Outcome(told["outcome"])
        picture = told["picture"] and Picture.from_json(told["picture"])
        return Verdict(self.job.exercise, outcome, told["mistake"], told["message"], line=told["line"], picture=picture)

    def _too_slow(self) -> Verdict:
        if self.test == "starting":
            return self._error("Python took too long to start. Is the computer very busy? Try once more.")
        message = (
            f"Your code was still running after {self.limits.seconds:.0f} seconds, in `{self.test}`, and was stopped."
            " Is there a loop that never ends?"
        )
        return Verdict(self.job.exercise, Outcome.TIMEOUT, message=message)

    def _too_big(self, held: int) -> Verdict:
        gigabytes = held / 1024**3
        return self._error(
            f"Your code took {gigabytes:.1f} GB of memory, in `{self.test}`, and was stopped."
            " Does something grow in a loop?"
        )

    def _ended(self) -> Verdict:
        code = self.process.family.process.wait()
        if self.test == "starting":
            last = self.process.printed.strip().splitlines()[-1:]
            raise NeverBegan(" ".join(last) or f"exit code {code}")
        return self._error(f"Your code {_how(code)} in `{self.test}`, so it could not be judged.")

    def _error(self, message: str) -> Verdict:
        return Verdict(self.job.exercise, Outcome.ERROR, message=message)


def _how(code: int) -> str:
    """What an exit code says."""
    if code < 0:
        return f"crashed (signal {-code})"
    if code >= 0xC0000000:  # how Windows tells of an access violation and the like
        return f"crashed ({code:#x})"
    return f"ended the program (exit code {code})"
