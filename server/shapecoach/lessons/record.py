"""What is remembered about one exercise, and when it comes back for review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from shapecoach.lessons.verdict import Verdict

# A fixed ladder, and no library: `fsrs` is well kept and fits intervals to a memory that is graded at every answer,
# hundreds of cards long.  Here are some dozen exercises, and the days between are part of what a learner is told.
LADDER = (1, 3, 7, 21)
"""Days until an exercise comes back: after its first pass, and after each review that went well."""

MANY_TRIES = 4
"""Who needed this many, or a hint, or the solution, gets the exercise again."""

_NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_MONTHS = "January February March April May June July August September October November December".split()

LONGEST_PAUSE = timedelta(minutes=30)
"""Who does nothing for longer was away: that time isn't counted."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered about one exercise.  `passed` stays true once it was; `verdict` is the last run's.

    `seconds` is the time it took: from when it was opened, or first asked about, to its first pass, without pauses.
    """

    tries: int = 0
    passed: bool = False
    hints_seen: int = 0
    solution_seen: bool = False
    verdict: Verdict | None = None
    seconds: int = 0
    last_seen: datetime | None = None
    review: Review | None = None

    @property
    def was_hard(self) -> bool:
        return self.hints_seen > 0 or self.solution_seen or self.tries >= MANY_TRIES

    def seen(self, now: datetime | None = None) -> Record:
        """This record once the learner did something about the exercise."""
        now = now or present()
        pause = now - self.last_seen if self.last_seen and not self.passed else timedelta()
        counted = pause if timedelta() <= pause <= LONGEST_PAUSE else timedelta()
        return replace(self, seconds=self.seconds + int(counted.total_seconds()), last_seen=now)

    def after(self, verdict: Verdict, now: datetime | None = None) -> Record:
        """This record once the exercise has been run with that verdict."""
        now = now or present()
        done = replace(self.seen(now), tries=self.tries + 1, passed=self.passed or verdict.passed, verdict=verdict)
        if done.passed and not self.passed and done.was_hard:
            return replace(done, review=Review(rung=0, since=now.date()))
        return done

    def merged(self, other: Record) -> Record:
        """What both know of the same exercise.  Nothing gets less, and merging twice is merging once."""
        later, earlier = (self, other) if _moment(self) >= _moment(other) else (other, self)
        return Record(
            tries=max(self.tries, other.tries),
            passed=self.passed or other.passed,
            hints_seen=max(self.hints_seen, other.hints_seen),
            solution_seen=self.solution_seen or other.solution_seen,
            verdict=later.verdict or earlier.verdict,
            seconds=max(self.seconds, other.seconds),
            last_seen=later.last_seen,
            review=max(
                (review for review in (later.review, earlier.review) if review),
                key=lambda review: (review.rung, review.since, review.attempt is not None),
                default=None,
            ),
        )

    def elsewhere(self) -> Record:
        """What of this holds in another folder: a review under way doesn't, since its file isn't there."""
        return replace(self, review=replace(self.review, attempt=None) if self.review else None)

    def as_json(self) -> dict[str, Any]:
        verdict = {**self.verdict.as_json(), "line": self.verdict.line} if self.verdict else None
        return {
            "tries": self.tries,
            "passed": self.passed,
            "hints_seen": self.hints_seen,
            "solution_seen": self.solution_seen,
            "verdict": verdict,
            "seconds": self.seconds,
            "last_seen": self.last_seen.isoformat(timespec="seconds") if self.last_seen else None,
            "review": self.review.as_json() if self.review else None,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Record:
        """Raises KeyError, TypeError or ValueError where `data` is not what `as_json` made."""
        verdict, last_seen, review = data["verdict"], data["last_seen"], data["review"]
        return Record(
            tries=int(data["tries"]),
            passed=bool(data["passed"]),
            hints_seen=int(data["hints_seen"]),
            solution_seen=bool(data["solution_seen"]),
            verdict=Verdict.from_json(verdict, verdict["line"]) if verdict else None,
            seconds=int(data["seconds"]),
            last_seen=datetime.fromisoformat(last_seen).astimezone() if last_seen else None,
            review=Review.from_json(review) if review else None,
        )


@dataclass(frozen=True, slots=True)
class Review:
    """Where an exercise stands on the ladder: `rung` reviews went well, and it was last passed on the day `since`.

    `attempt` is the latest review's own record: its tries and hints have nothing to do with the first time's.
    """

    rung: int
    since: date
    attempt: Record | None = None

    @property
    def due(self) -> date | None:
        """The day it comes back; None once it was passed on the last rung."""
        return self.since + timedelta(days=LADDER[self.rung]) if self.rung < len(LADDER) else None

    @property
    def under_way(self) -> bool:
        return self.attempt is not None and not self.attempt.passed

    def begun(self, now: datetime | None = None) -> Review:
        return replace(self, attempt=Record().seen(now))

    def after(self, attempt: Record, now: datetime | None = None) -> Review:
        """This review with a later state of its attempt: a pass leads up a rung, or to the first if it was hard."""
        if self.under_way and attempt.passed:
            rung = 0 if attempt.was_hard else self.rung + 1
            return Review(rung, (now or present()).date(), replace(attempt, review=None))
        return replace(self, attempt=replace(attempt, review=None))

    def as_json(self) -> dict[str, Any]:
        attempt = self.attempt.as_json() if self.attempt else None
        return {"rung": self.rung, "since": self.since.isoformat(), "attempt": attempt}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Review:
        """Raises KeyError, TypeError or ValueError where `data` is not what `as_json` made."""
        rung, attempt = int(data["rung"]), data["attempt"]
        if not 0 <= rung <= len(LADDER):
            raise ValueError(f"there is no rung {rung}")
        return Review(rung, date.fromisoformat(data["since"]), Record.from_json(attempt) if attempt else None)


def present() -> datetime:
    """Now, by the learner's clock, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)


def on_day(when: date) -> str:
    """A day as people say it: today, tomorrow, on 2 December.

    >>> on_day(date(2000, 12, 2))
    'on 2 December 2000'
    """
    away = (when - present().date()).days
    if away in _NEAR_DAYS:
        return _NEAR_DAYS[away]
    return f"on {when.day} {_MONTHS[when.month - 1]}" + (f" {when.year}" if abs(away) > 300 else "")


def _moment(record: Record) -> float:
    return record.last_seen.timestamp() if record.last_seen else 0.0
