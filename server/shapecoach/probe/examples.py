"""Examples: small sizes at which an operation that refuses distinct sizes does work."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import prod

from shapecoach.probe.arguments import Seq, dims_of, walk
from shapecoach.probe.equations import LARGEST_NUMBER, TAKES_SIZES, half, neighbours, numel_equations, product_of
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness, ordered
from shapecoach.shapes.dim import Dim, Kind, Symbol

MOST_DRAWS = 300
MOST_FACTORS = 4
MOST_COMBINED = 10
"""How many sizes are tried in all combinations of small numbers: two of each are a thousand."""


def working_sizes(
    question: Question, runs: Callable[[Question, Witness], bool], mentioned: Sequence[int] = ()
) -> Iterator[Mapping[Symbol, int]]:
    """Small sizes that make it work, of all combinations where these are few, of random draws where they are many.

    A named axis is never drawn as 1, nor one made of names (`seq-1`): there is no meaning that it could have.
    `mentioned` are the numbers that the library has asked for so far; it may grow while sizes are being tried.
    """
    rigid = [symbol for symbol in question.symbols if symbol.kind is Kind.RIGID]
    named = [*map(Dim.of, rigid), *(dim for dim in question.axes if not dim.symbols().isdisjoint(rigid))]
    draws = islice(_draws(question, mentioned), MOST_DRAWS)
    for draw in chain(_mended(question, runs, mentioned), _factored(question, mentioned), _of_as_many(question), draws):
        if all(dim.evaluate(draw) > 1 for dim in named) and runs(question, Witness(draw)):
            yield draw


def _mended(
    question: Question, runs: Callable[[Question, Witness], bool], mentioned: Sequence[int]
) -> Iterator[Mapping[Symbol, int]]:
    """Sizes that come of giving the library, one after the other, the numbers that it asks for.

    A module of many literal sizes works at a single point that no draw would find.
    """
    for symbols in (question.symbols, question.symbols[::-1]):
        sizes = dict(zip(symbols, question.witnesses[0].sizes.values(), strict=False))
        for _ in range(2 * len(symbols)):
            before = len(mentioned)
            better = next(
                (
                    changed
                    for number in tuple(mentioned)
                    for symbol in symbols
                    if sizes[symbol] not in mentioned
                    and (changed := {**sizes, symbol: number})
                    and (runs(question, Witness(changed)) or len(mentioned) > before)
                ),
                None,
            )
            if better is None:
                break
            sizes = better
            yield sizes


def _factored(question: Question, mentioned: Sequence[int]) -> Iterator[Mapping[Symbol, int]]:
    """Sizes that make an axis that is a product, `h*d`, one of the numbers in the question."""
    sizes = dict(zip(question.symbols, question.witnesses[0].sizes.values(), strict=False))
    given = [dim.constant for dim in dims_of(question.everything) if dim.constant is not None]
    for dim in question.axes:
        factors, coefficient = ordered(dim.symbols()), dim.terms[0][1] if len(dim.terms) == 1 else 0
        if len(factors) < 2 or not coefficient or dim != product_of([*map(Dim.of, factors)]) * coefficient:
            continue  # no product, or one with a power or a division in it
        for number in dict.fromkeys((*given, *mentioned)):
            if number % coefficient == 0 and 1 < number <= LARGEST_NUMBER:
                ways = islice(_products(number // coefficient, len(factors)), MOST_FACTORS)
                yield from ({**sizes, **dict(zip(factors, way, strict=True))} for way in ways)


def _of_as_many(question: Question) -> Iterator[Mapping[Symbol, int]]:
    """Sizes at which there are as many elements after a reshape as before."""
    if question.path.rpartition(".")[2] not in TAKES_SIZES:
        return
    for sizes in (question.small().sizes, question.small(question.symbols[::-1]).sizes):
        for equation in numel_equations(question):
            made = {symbol: dim.evaluate(sizes) for symbol, dim in equation.items() if dim.symbols() <= sizes.keys()}
            if made and all(0 < size <= LARGEST_NUMBER for size in made.values()):
                yield {**sizes, **made}


def _products(number: int, count: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a number as so many factors, none of them 1."""
    if count == 1:
        yield (number,)
        return
    for part in (part for part in range(2, number // 2 + 1) if number % part == 0):
        yield from ((part, *rest) for rest in _products(number // part, count - 1))


def _numbers(question: Question, mentioned: Sequence[int]) -> list[int]:
    """Sizes that may be the right ones: small ones, and what the question's literal numbers divide or add up to."""
    found = [dim.constant for dim in dims_of(question.everything) if dim.constant and 0 < dim.constant <= 4096]
    lists = [part for part in walk(question.everything) if isinstance(part, Seq)]
    numbers = {1, 2, 3, 4, 6, sum(found), prod(found), *(len(part.items) for part in lists), *mentioned}
    for part in lists:
        inside = [dim.constant for dim in dims_of(part) if dim.constant and dim.constant > 0]
        numbers |= {sum(inside), prod(inside)}
    for number in found:
        numbers |= {number, number * number, number + 1, half(number)}
    for number in (abs(coefficient) for dim in question.axes for _, coefficient in dim.terms):
        numbers |= {part for part in range(1, min(number, 4096) + 1) if number % part == 0}
        numbers |= {number + 1, 2 * number}
    if question.comes_out_even > 1:
        numbers |= {times * question.comes_out_even for times in (1, 2, 3)}
    return sorted(number for number in numbers if 0 < number <= LARGEST_NUMBER)


def _draws(question: Question, mentioned: Sequence[int]) -> Iterator[Mapping[Symbol, int]]:
    symbols, numbers = question.symbols, _numbers(question, mentioned)
    told = len(mentioned)
    of_each = {symbol: [n for n in numbers if n > 1 or symbol.kind is not Kind.RIGID] for symbol in symbols}
    if not symbols:
        return
    chance = random.Random(0)
    most_each = int((MOST_DRAWS / 2) ** (1 / len(symbols))) + 1
    smallest = [few[:most_each] for few in of_each.values()]
    if len(symbols) <= MOST_COMBINED:
        small = [dict(zip(symbols, draw, strict=True)) for draw in product(*smallest)]
        chance.shuffle(small)  # so that those found first have as little in common as those found last
    else:
        draws = ([chance.choice(few) for few in smallest] for _ in range(MOST_DRAWS // 2))
        small = [dict(zip(symbols, draw, strict=True)) for draw in draws]
    yield from small

    def any_sizes() -> dict[Symbol, int]:
        return {symbol: chance.choice(few[:4] if chance.random() < 0.6 else few) for symbol, few in of_each.items()}

    for symbol, others in neighbours(question):
        draw = any_sizes()
        yield {**draw, symbol: min(prod(dim.evaluate(draw) for dim in others), LARGEST_NUMBER)}
    while True:
        for number in mentioned[told:]:
            for few in of_each.values():
                few.append(number)
        told = len(mentioned)
        draw = any_sizes()
        if chance.random() < 0.6:  # one size that is made of the others
            symbol = chance.choice(symbols)
            others = [size for other, size in draw.items() if other != symbol] or [2]
            parts = chance.choices([*others, *others, chance.choice(numbers)], k=chance.randint(1, 4))
            draw[symbol] = min(chance.choice((sum, prod))(parts), LARGEST_NUMBER)
        yield draw
