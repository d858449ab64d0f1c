"""How much one analysis may do before the rest of a file is left unknown.

Work is counted and not timed, so that a file says the same on every machine, whether much of it was remembered or not:
steps of the walk, and the calls of a library that it takes to find out why something is refused.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf

from shapecoach.probe.searches import Searched, Searches, charged_to, whoever_asks

MOST_STEPS = 20_000  # in one definition
STEPS_OF_A_FILE = 40_000
STEPS_OF_A_LINE = 100
MOST_STEPS_OF_A_FILE = 118_000  # however long it is, calls included: about as much as a second and a half holds
MOST_CALLS = 8_000  # of a library, to find out why what a file does is refused: as many as a second holds
STEPS_OF_A_CALL = 13


@dataclass
class Tally:
    """What several analyses took together."""

    done: int = 0  # steps, those that were remembered left out
    remembered: int = 0
    searches: Searches = field(default_factory=Searches)
    most: float = inf  # steps, after which what is analysed within it is left unknown

    @property
    def steps(self) -> int:
        """What was done, in steps; one question is searched for once."""
        return self.done + self.searches.calls * STEPS_OF_A_CALL

    @property
    def is_spent(self) -> bool:
        return self.steps >= self.most


_tally = ContextVar[Tally | None]("tally", default=None)


@contextmanager
def tallied() -> Generator[Tally]:
    """Count what every analysis within this block takes."""
    tally = Tally()
    before = _tally.set(tally)
    try:
        with charged_to(tally.searches):
            yield tally
    finally:
        _tally.reset(before)


@dataclass(frozen=True, slots=True)
class Work:
    """What a piece of work took."""

    steps: int
    searched: Searched


@dataclass(slots=True)
class Measured:
    """What is done within a block, known at its end."""

    work: Work = field(default_factory=lambda: Work(0, {}))


class Budget:
    """Counts steps: an expression that is evaluated is one, a question to a library as many as such questions take."""

    def __init__(self, lines: int) -> None:
        self.steps = 0  # of the definition that is walked now
        self._taken: int = 0
        self._most: int = STEPS_OF_A_FILE + STEPS_OF_A_LINE * lines
        self.searches: Searches = Searches(MOST_CALLS, within=whoever_asks())
        self._tally: Tally = _tally.get() or Tally()

    @property
    def is_spent(self) -> bool:
        return self.steps > MOST_STEPS or self.is_spent_for_all

    @property
    def is_spent_for_all(self) -> bool:
        """Whether nothing more is walked, in no definition."""
        return not self._holds(self._taken, self.searches.calls) or self._tally.is_spent

    def _holds(self, steps: int, calls: int) -> bool:
        return steps <= self._most and steps + calls * STEPS_OF_A_CALL <= MOST_STEPS_OF_A_FILE

    def spend(self, steps: int) -> None:
        self.steps += steps
        self._taken += steps
        self._tally.done += steps

    @property
    def has_room(self) -> bool:
        """Whether nothing was left out yet for want of it."""
        return self.searches.may_begin and self._holds(self._taken, self.searches.calls)

    def affords(self, work: Work) -> bool:
        """Whether there is room for a piece of work."""
        calls = self.searches.calls + self.searches.new(work.searched)
        return calls < MOST_CALLS and self._holds(self._taken + work.steps, calls)

    def charge(self, work: Work) -> None:
        """Count what a piece of work took when it was done: it is remembered, but mustn't give others more room."""
        self._taken += work.steps
        self.searches.charge(work.searched)
        self._tally.remembered += work.steps

    def charge_here(self, work: Work) -> None:
        """Count what a part of the definition that is walked now took when it was done."""
        self.charge(work)
        self.steps += work.steps

    @contextmanager
    def measured(self) -> Generator[Measured]:
        """What is done within this block, be it searched for the first time or not."""
        taken, measured = self._taken, Measured()
        with self.searches.noted() as searched:
            yield measured
        measured.work = Work(self._taken - taken, searched)

    @contextmanager
    def afresh(self, free: bool = False) -> Generator[None]:
        """A piece of work that may take as many steps as any other, whatever was done before.

        One that is `free` takes nothing from the others, and is left no less by them: it is kept, and won't be done
        again.
        """
        steps, self.steps = self.steps, 0
        others = self._taken, self._most, self.searches, self._tally
        if free:
            self._taken, self._most, self.searches, self._tally = 0, MOST_STEPS_OF_A_FILE, Searches(MOST_CALLS), Tally()
        try:
            with charged_to(self.searches) if free else nullcontext():
                yield
        finally:
            self.steps = steps
            if free:
                self._taken, self._most, self.searches, self._tally = others
