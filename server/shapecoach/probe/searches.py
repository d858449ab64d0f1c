"""How much is searched: what a library is called for to find out why it refuses, and which sizes it would take.

That something works is known after a few calls, why it doesn't only after up to some thousand.  These are counted and
not timed, and each question once for whoever asks, whether its answer was remembered or not: so that a file says the
same on every machine.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf

from shapecoach.probe.question import Question

MOST_CALLS_OF_A_QUESTION = 8_000
"""After which no further search is begun for it: one with runs of axes and sizes that are one of two has many."""

Searched = Mapping[Question, int]
"""Questions and how many calls each was searched with."""


class Searches:
    """What was searched on somebody's behalf, and on that of who asked for it `within` something larger."""

    def __init__(self, most: float = inf, within: Searches | None = None) -> None:
        self.calls = 0
        self._most = most
        self._within = within
        self._counted = set[Question]()
        self._noted: dict[Question, int] = {}

    @property
    def may_begin(self) -> bool:
        return self.calls < self._most

    def new(self, searched: Searched) -> int:
        """How many calls of these weren't counted yet."""
        return sum(calls for question, calls in searched.items() if question not in self._counted)

    def charge(self, searched: Searched) -> None:
        """Count what was searched, or would have been if nobody had remembered it."""
        self._noted.update(searched)
        self.calls += self.new(searched)
        self._counted.update(searched)
        if self._within is not None:
            self._within.charge(searched)

    @contextmanager
    def noted(self) -> Generator[Searched]:
        """What is searched within this block, be it the first time or not."""
        before, self._noted = self._noted, {}
        try:
            yield self._noted
        finally:
            self._noted = {**before, **self._noted}


_asking = ContextVar[Searches | None]("asking", default=None)


@contextmanager
def charged_to(searches: Searches) -> Generator[None]:
    """Charge what is searched within this block."""
    before = _asking.set(searches)
    try:
        yield
    finally:
        _asking.reset(before)


def whoever_asks() -> Searches | None:
    """To whom searches are charged."""
    return _asking.get()


# -- the search for one answer ----------------------------------------------------------------------


@dataclass(slots=True)
class Search:
    """The search for the answer to one question."""

    may_begin: bool
    has_begun: bool = False
    calls: int = 0

    @property
    def was_denied(self) -> bool:
        """Whether there should have been one."""
        return self.has_begun and not self.may_begin


_search = ContextVar[Search | None]("search", default=None)


@contextmanager
def searching() -> Generator[Search]:
    """Count the calls that are made within this block to find out why something is refused."""
    asking = whoever_asks()
    search = Search(asking is None or asking.may_begin)
    before = _search.set(search)
    try:
        yield search
    finally:
        _search.reset(before)


def begins() -> bool:
    """Whether to find out why something was refused: asked before it is begun."""
    search = _search.get()
    if search is None:
        return True
    search.has_begun = True
    return search.may_begin and search.calls < MOST_CALLS_OF_A_QUESTION


def note_call() -> None:
    search = _search.get()
    if search is not None and search.has_begun:
        search.calls += 1
