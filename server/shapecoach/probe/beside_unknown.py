"""A refusal beside an unknown size: may that size be just the one that fits, or is it refused whatever it is?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from shapecoach.probe.call import CPU
from shapecoach.probe.dtypes import are_all_tried, with_other_dtypes
from shapecoach.probe.equations import half, literals
from shapecoach.probe.question import Question
from shapecoach.probe.refusal import speaks_of_dtypes
from shapecoach.probe.tries import refusal, runs
from shapecoach.probe.witness import Witness, rounded_up
from shapecoach.shapes.dim import Kind, Symbol

MOST_UNKNOWN = 3
"""How many unknown sizes are tried out; of more, some may always be the right ones."""
MOST_DRAWS = 100
FOR_REAL = 20
"""How many of the draws are tried on real tensors too, since some kernels are stricter without data."""
MOST_OF_EACH = 60
MOST_OF_ONE = 600


def is_refused_whatever_it_is(question: Question) -> bool:
    """Whether the operation is refused at distinct sizes of all that has a name, whatever the unknown sizes are."""
    unknown = [symbol for symbol in question.symbols if symbol.kind is Kind.UNKNOWN]
    if len(unknown) > MOST_UNKNOWN or (len(unknown) > 1 and not are_all_tried(question)):
        return False
    return not any(_fits(question, unknown, sizes) for sizes in _known_sizes(question))


def _known_sizes(question: Question) -> Iterator[Mapping[Symbol, int]]:
    """Distinct small sizes for all symbols that aren't unknown: rising, falling, and where divisions come out even."""
    known = [symbol for symbol in question.symbols if symbol.kind is not Kind.UNKNOWN]
    for order in (known, known[::-1]):
        yield question.small(order).sizes if order else {}
    if known and question.comes_out_even > 1:
        yield rounded_up(question.small(known), question.comes_out_even).sizes


def _fits(question: Question, unknown: Sequence[Symbol], known: Mapping[Symbol, int]) -> bool:
    """Whether some unknown sizes let the operation run, at these sizes of everything else.

    What is refused for its element type says nothing of sizes; of a tensor that may hold anything several are tried.
    """
    others = [] if are_all_tried(question) else list(with_other_dtypes(question))
    for number, sizes in enumerate(_draws(question, unknown, known)):
        witness = Witness(sizes)
        error = refusal(question, witness)
        if error is None or speaks_of_dtypes(error) or (number < FOR_REAL and runs(question, witness, CPU)):
            return True
        if number < FOR_REAL and any(runs(other, witness) for other in others):
            return True
    return False


def _draws(question: Question, unknown: Sequence[Symbol], known: Mapping[Symbol, int]) -> Iterator[dict[Symbol, int]]:
    """Sizes for everything, the unknown ones made in all ways of those that are known: the likeliest first."""
    numbers = list(islice(dict.fromkeys(_numbers(question, known)), MOST_OF_EACH))
    chance = random.Random(0)
    for size in numbers[:FOR_REAL]:
        yield {**known, **dict.fromkeys(unknown, size)}
    for symbol in unknown:  # a sum of products that nobody thought of is among all numbers
        yield from ({**known, **dict.fromkeys(unknown, 2), symbol: size} for size in range(MOST_OF_ONE))
    drawn = list(product(numbers, repeat=len(unknown))) if len(unknown) < MOST_UNKNOWN else []
    chance.shuffle(drawn)
    drawn = drawn or [tuple(chance.choices(numbers, k=len(unknown))) for _ in range(MOST_DRAWS)]
    for sizes in drawn[:MOST_DRAWS]:
        yield {**known, **dict(zip(unknown, sizes, strict=True))}


def _numbers(question: Question, known: Mapping[Symbol, int]) -> Iterator[int]:
    """What an unknown size may have to be.  One that hangs on values may be 0."""
    given = [dim for dim in (*question.axes, *question.ints) if dim.symbols() <= known.keys()]
    sizes = [abs(dim.evaluate(known)) for dim in given]
    yield from (1, 0, 2, *sizes)
    for size in sizes:
        yield from (size + 1, max(size - 1, 0), 2 * size, half(size))
    for first, second in combinations(sizes, 2):
        yield from (first * second, first + second, abs(first - second))
    yield from (number * size for number in literals(question) for size in sizes)
    for first, second, third in combinations(sizes, 3):
        yield first * second * third
    yield from (3, 4, 6)
