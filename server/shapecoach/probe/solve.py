"""When an operation refuses distinct sizes: which equalities would make it work, or is it impossible?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from shapecoach.probe.equations import (
    Replacement,
    added,
    compose,
    equate,
    holds,
    is_multiple,
    is_quotient,
    parts_of_multiple,
    possible,
)
from shapecoach.probe.examples import working_sizes
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Symbol

__all__ = [
    "ImpossibleError",
    "Replacement",
    "compose",
    "equate",
    "is_multiple",
    "is_quotient",
    "parts_of_multiple",
    "solve",
]

MOST_TRIES = 80
TRIED_IN_HASTE = 16
TRIED_FIRST = 4
"""How many of the likeliest equalities are tried before examples are looked for."""
MOST_EXAMPLES = 8
MOST_AT_ONCE = 12


def solve(
    question: Question,
    works: Callable[[Question], bool],
    runs: Callable[[Question, Witness], bool],
    mentioned: Sequence[int] = (),
) -> Replacement | None:
    """The smallest set of equalities that makes the operation work, or None where none was found.

    Equalities that cost nothing (unknown and open sizes, divisibility) are tried before those between rigid sizes.
    Raises ImpossibleError where no sizes at all make it work.
    """

    def does_it(replacement: Replacement) -> bool:
        return works(question.substitute(replacement))

    singles = possible(question, mentioned)
    first = singles[: TRIED_IN_HASTE if is_hasty() else TRIED_FIRST]
    found = next(filter(does_it, first), None)
    if found is not None:
        return found
    if is_hasty():
        raise ImpossibleError
    examples = list(islice(working_sizes(question, runs, mentioned), MOST_EXAMPLES))
    if not examples:
        raise ImpossibleError
    # Sizes of 1 broadcast, and work for a reason of their own.
    telling = [sizes for sizes in examples if 1 not in sizes.values()] or examples
    singles = possible(question, mentioned)  # again: what was refused meanwhile may have mentioned more numbers
    likely = [single for single in singles if all(holds(single, sizes) for sizes in telling)]
    found = next(filter(does_it, islice((s for s in likely if s not in first), MOST_TRIES)), None)
    if found is None:
        found = next(filter(does_it, islice(_pairs(likely, telling), MOST_TRIES)), None)
    return found if found is not None else _all_that_are_needed(likely, does_it)


class ImpossibleError(Exception):
    """No sizes make the operation work, those aside where a named axis is 1."""


def _pairs(singles: Sequence[Replacement], examples: Sequence[Mapping[Symbol, int]]) -> Iterator[Replacement]:
    for first, second in combinations(singles, 2):
        both = added(first, second)
        if both is not None and all(holds(both, sizes) for sizes in examples):
            yield both


def _all_that_are_needed(
    singles: Sequence[Replacement], does_it: Callable[[Replacement], bool]
) -> Replacement | None:  # fmt: skip
    """Of all that holds in every example, what can't be left out."""
    together: list[Replacement] = []
    for single in singles:
        if len(together) < MOST_AT_ONCE and _joined([*together, single]) is not None:
            together.append(single)
    if not together or not does_it(_joined(together) or {}):
        return None
    for single in tuple(reversed(together)):
        fewer = [other for other in together if other is not single]
        joined = _joined(fewer)
        if joined and does_it(joined):
            together = fewer
    return _joined(together)


def _joined(singles: Sequence[Replacement]) -> Replacement | None:
    """Equalities as one replacement, or None where one of them says nothing new."""
    joined: Replacement | None = {}
    for single in singles:
        joined = added(joined, single)
        if joined is None:
            return None
    return joined
