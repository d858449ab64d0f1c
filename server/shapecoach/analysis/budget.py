"""How much one analysis may do before the rest of a file is left unknown.

Work is counted and not timed, so that a file says the same on every machine, whether much of it was remembered or not.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MOST_STEPS = 20_000  # in one definition
STEPS_OF_A_FILE = 40_000
STEPS_OF_A_LINE = 100
MOST_STEPS_OF_A_FILE = 160_000  # however long it is: about as much as two seconds hold


@dataclass
class Tally:
    """The steps of several analyses together."""

    steps: int = 0


_tally = ContextVar[Tally | None]("tally", default=None)


@contextmanager
def tallied() -> Generator[Tally]:
    """Count the steps of every analysis within this block; what is remembered takes none."""
    tally = Tally()
    before = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(before)


class Budget:
    """Counts steps: an expression that is evaluated is one, a question to a library as many as such questions take."""

    def __init__(self, lines: int) -> None:
        self.left = min(STEPS_OF_A_FILE + STEPS_OF_A_LINE * lines, MOST_STEPS_OF_A_FILE)
        self.steps = 0  # of the definition that is walked now

    @property
    def is_spent(self) -> bool:
        return self.steps > MOST_STEPS or self.left < 0

    def spend(self, steps: int) -> None:
        self.steps += steps
        self.left -= steps
        if (tally := _tally.get()) is not None:
            tally.steps += steps

    def charge(self, steps: int) -> None:
        """Count what a piece of work took when it was done: it is remembered, but mustn't give others more room."""
        self.left -= steps

    @contextmanager
    def afresh(self, free: bool = False) -> Generator[None]:
        """A piece of work that may take as many steps as any other, whatever was done before.

        One that is `free` takes nothing from the others: it is kept, and won't be done again.
        """
        steps, left, self.steps = self.steps, self.left, 0
        try:
            yield
        finally:
            self.steps = steps
            if free:
                self.left = left
