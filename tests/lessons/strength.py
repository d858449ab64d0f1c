"""How strong an exercise's tests are: of the mutants of its solution, how many are rejected.

A mutant that does what the solution does on every input that was tried is no wrong answer; it is left out.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shapecoach.lessons.judging.afterwards import check_afterwards
from shapecoach.lessons.judging.compare import difference
from shapecoach.lessons.judging.inputs import Inputs, inputs_for
from shapecoach.lessons.judging.material import Material, load_text
from shapecoach.lessons.judging.naming import is_right
from shapecoach.lessons.judging.trial import Observation, observe

from .mutants import Mutant, mutants


@dataclass(frozen=True)
class Strength:
    """What became of an exercise's mutants.  `survivors` are wrong, and were accepted."""

    mutants: int
    equivalent: int
    survivors: tuple[Mutant, ...]

    @property
    def rejected(self) -> int:
        return self.mutants - self.equivalent - len(self.survivors)

    @property
    def share(self) -> float:
        wrong = self.mutants - self.equivalent
        return self.rejected / wrong if wrong else 1.0


def strength(about: Material, runs: int, seeds: int, as_right: tuple[str, ...] = ()) -> Strength:
    """Judges every mutant `runs` times as a learner's answer is judged; one lucky run is enough to be accepted.

    Those accepted are tried on the inputs of `seeds`.  `as_right` are parts of slips that make another right answer.
    """
    every = mutants(about.exercise.solution)
    judged = [inputs_for(about.signature, about.question, seed) for seed in range(runs)]
    solution = Mutant("none", about.exercise.solution)
    assert all(_accepted(about, solution, run) for run in judged)  # or nothing would be said by a rejection
    accepted = [mutant for mutant in every if any(_accepted(about, mutant, run) for run in judged)]
    tried = [drawn for seed in range(seeds) for drawn in inputs_for(about.signature, about.question, seed)]
    right = [(drawn, observe(about.solution, drawn, about.question)) for drawn in tried] if accepted else []
    survivors = tuple(
        mutant
        for mutant in accepted
        if not any(slip in mutant.slip for slip in as_right) and not _equivalent(about, mutant, right)
    )
    return Strength(len(every), len(accepted) - len(survivors), survivors)


def _accepted(about: Material, mutant: Mutant, inputs: list[Inputs]) -> bool:
    with _time_limit(5):
        try:
            answer = _answer(about, mutant)
            if not all(is_right(about, answer, drawn) for drawn in inputs):
                return False
            check_afterwards(about, answer, inputs)
        except Exception:  # whatever it raises, it is rejected
            return False
    return True


def _equivalent(about: Material, mutant: Mutant, right: list[tuple[Inputs, Observation]]) -> bool:
    """Whether nothing that is asked for tells the mutant from the solution."""
    answer = _answer(about, mutant)
    with _time_limit(60):
        return all(_alike(about, observe(answer, drawn, about.question), theirs, drawn) for drawn, theirs in right)


def _alike(about: Material, mine: Observation, right: Observation, drawn: Inputs) -> bool:
    if mine.error or right.error:
        return mine.error == right.error
    exactly = about.question.same_dtype
    return difference(mine.value, right.value, about.signature, drawn, same_dtype=exactly) is None


def _answer(about: Material, mutant: Mutant) -> Callable[..., Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        module = load_text(mutant.text, about.exercise.source / "mutant.py")
    return getattr(module, about.exercise.function)


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Stops a mutant that doesn't end.  Its own seconds count, not those of other programs on a busy machine."""

    def stop(*_: object) -> None:
        raise TimeoutError("the mutant doesn't end")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
