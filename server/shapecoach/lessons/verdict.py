"""A verdict: the outcome of running one exercise's tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shapecoach.lessons.picture import Picture

NOTHING_WRITTEN = "Nothing is written here yet."


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"  # it ran, and the answer is wrong
    ERROR = "error"  # it could not be judged: it raised, could not be imported, ended the process, ate the memory
    TIMEOUT = "timeout"
    NOT_STARTED = "not-started"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one exercise.

    `mistake` is the code of a known wrong answer (see `lessons/mistakes.toml`), `line` the line of the learner's own
    file that it is about (counted from 0), `output` what the learner's code printed, `picture` their answer against the
    right one where looking is faster than reading.
    """

    exercise: str
    outcome: Outcome
    mistake: str | None = None
    message: str = ""
    seed: int = 0
    seconds: float = 0.0
    line: int | None = None
    output: str = ""
    picture: Picture | None = None

    @property
    def passed(self) -> bool:
        return self.outcome is Outcome.PASSED

    def as_json(self) -> dict[str, Any]:
        """The object that `shapecoach test --format json` prints."""
        return {
            "exercise": self.exercise,
            "outcome": self.outcome.value,
            "mistake": self.mistake,
            "message": self.message,
            "seed": self.seed,
            "seconds": self.seconds,
        }

    @staticmethod
    def from_json(data: dict[str, Any], line: int | None = None) -> Verdict:
        """Raises KeyError, TypeError or ValueError where `data` is not what `as_json` made."""
        return Verdict(
            exercise=str(data["exercise"]),
            outcome=Outcome(data["outcome"]),
            mistake=data["mistake"],
            message=str(data["message"]),
            seed=int(data["seed"]),
            seconds=float(data["seconds"]),
            line=line,
        )
