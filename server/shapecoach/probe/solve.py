"""When an operation refuses distinct sizes: which equalities would make it work, or is it impossible?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod

from shapecoach.probe.arguments import Seq, dims_of, walk
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.question import Question
from shapecoach.probe.witness import Witness, ordered
from shapecoach.shapes.dim import Dim, Kind, Symbol

Replacement = Mapping[Symbol, Dim]

MOST_TRIES = 80
MOST_DRAWS = 300
LARGEST_DRAWN = 4096
MOST_EXAMPLES = 8
TAKES_SIZES = frozenset(
    "view reshape expand unflatten expand_as view_as repeat broadcast_to as_strided rearrange reduce __call__".split()
)


def equate(first: Dim, second: Dim) -> Replacement | None:
    """The replacement of one symbol that makes two dims equal, or None where there is none.

    Unknown sizes give way first, then open ones, then rigid ones.
    """
    difference = first - second
    if not difference.terms or difference.constant is not None:
        return None
    alone: list[tuple[int, str, Symbol, int]] = []
    for monomial, coefficient in difference.terms:
        if len(monomial) == 1 and monomial[0][1] == 1 and abs(coefficient) == 1:
            atom = monomial[0][0]
            if isinstance(atom, Symbol) and sum(atom in Dim((term,)).symbols() for term in difference.terms) == 1:
                alone.append((_GIVES_WAY[atom.kind], atom.name, atom, coefficient))
    for _, _, symbol, coefficient in sorted(alone, key=lambda item: (item[0], item[1])):
        rest = difference - Dim.of(symbol) * coefficient
        value = -rest if coefficient == 1 else rest
        if value.constant is not None and value.constant < 1:
            continue
        return {symbol: value}
    return None


_GIVES_WAY = {Kind.UNKNOWN: 0, Kind.OPEN: 1, Kind.RIGID: 2}


def compose(first: Replacement, second: Replacement) -> Replacement:
    """The replacement that does first `first`, then `second`."""
    return {**{symbol: dim.substitute(second) for symbol, dim in first.items()}, **second}


def solve(
    question: Question, works: Callable[[Question], bool], runs: Callable[[Question, Witness], bool]
) -> Replacement | None:
    """The smallest set of equalities that makes the operation work, or None where none was found.

    Equalities that cost nothing (unknown and open sizes, divisibility) are tried before those between rigid sizes.
    Raises ImpossibleError where no sizes at all make it work.
    """
    singles = list(_singles(question))
    for replacement in singles[:MOST_TRIES]:
        if works(question.substitute(replacement)):
            return replacement
    if is_hasty():
        raise ImpossibleError
    working = list(islice(working_sizes(question, runs), MOST_EXAMPLES))
    if not working:
        raise ImpossibleError
    # Sizes of 1 broadcast, and work for a reason of their own.
    telling = [sizes for sizes in working if 1 not in sizes.values()] or working
    likely = (both for both in _pairs(singles) if all(_holds(both, sizes) for sizes in telling))
    for both in islice(likely, MOST_TRIES):
        if works(question.substitute(both)):
            return both
    return None


class ImpossibleError(Exception):
    """No sizes make the operation work, those aside where a named axis is 1."""


def _pairs(singles: Sequence[Replacement]) -> Iterator[Replacement]:
    for first, second in combinations(singles, 2):
        later = {symbol: dim.substitute(first) for symbol, dim in second.items() if symbol not in first}
        if later and not any(symbol in dim.symbols() for symbol, dim in later.items()):
            yield compose(first, later)


def working_sizes(question: Question, runs: Callable[[Question, Witness], bool]) -> Iterator[Mapping[Symbol, int]]:
    """Small sizes that make it work, of all combinations where these are few, of random draws where they are many.

    A named axis is never drawn as 1, nor one made of names (`seq-1`): there is no meaning that it could have.
    """
    rigid = [symbol for symbol in question.symbols if symbol.kind is Kind.RIGID]
    named = [*map(Dim.of, rigid), *(dim for dim in question.axes if not dim.symbols().isdisjoint(rigid))]
    for draw in islice(_draws(question), MOST_DRAWS):
        if all(dim.evaluate(draw) > 1 for dim in named) and runs(question, Witness(draw)):
            yield draw


def _holds(replacement: Replacement, sizes: Mapping[Symbol, int]) -> bool:
    """Whether equalities hold at given sizes; those that bring in a quotient, where it comes out even."""
    for symbol, dim in replacement.items():
        quotients = [part for part in dim.symbols() if part not in sizes]
        by = dim.exact_quotient(Dim.of(quotients[0])) if quotients else None
        if quotients and (by is None or len(quotients) > 1):
            continue
        if sizes[symbol] % by.evaluate(sizes) if by is not None else sizes[symbol] != dim.evaluate(sizes):
            return False
    return True


def _numbers(question: Question) -> list[int]:
    """Sizes that may be the right ones: small ones, and what the question's literal numbers divide or add up to."""
    literals = [dim.constant for dim in dims_of(question.everything) if dim.constant and 0 < dim.constant <= 4096]
    lists = [part for part in walk(question.everything) if isinstance(part, Seq)]
    numbers = {1, 2, 3, 4, 6, sum(literals), prod(literals), *(len(part.items) for part in lists)}
    for part in lists:
        inside = [dim.constant for dim in dims_of(part) if dim.constant and dim.constant > 0]
        numbers |= {sum(inside), prod(inside)}
    for number in literals:
        numbers |= {number, number * number, number + 1}
    for number in (abs(coefficient) for dim in question.axes for _, coefficient in dim.terms):
        numbers |= {part for part in range(1, min(number, 4096) + 1) if number % part == 0}
        numbers |= {number + 1, 2 * number}
    return sorted(number for number in numbers if 0 < number <= LARGEST_DRAWN)


def _draws(question: Question) -> Iterator[Mapping[Symbol, int]]:
    symbols, numbers = question.symbols, _numbers(question)
    of_each = {symbol: [n for n in numbers if n > 1 or symbol.kind is not Kind.RIGID] for symbol in symbols}
    if not symbols:
        return
    most_each = int((MOST_DRAWS / 2) ** (1 / len(symbols))) + 1
    yield from (
        dict(zip(symbols, draw, strict=True)) for draw in product(*(few[:most_each] for few in of_each.values()))
    )
    chance = random.Random(0)

    def any_sizes() -> dict[Symbol, int]:
        return {symbol: chance.choice(few[:4] if chance.random() < 0.6 else few) for symbol, few in of_each.items()}

    for symbol, others in _neighbours(question):
        draw = any_sizes()
        yield {**draw, symbol: min(prod(dim.evaluate(draw) for dim in others), LARGEST_DRAWN)}
    while True:
        draw = any_sizes()
        if chance.random() < 0.6:  # one size that is made of the others
            symbol = chance.choice(symbols)
            others = [size for other, size in draw.items() if other != symbol] or [2]
            parts = chance.choices([*others, *others, chance.choice(numbers)], k=chance.randint(1, 4))
            draw[symbol] = min(chance.choice((sum, prod))(parts), LARGEST_DRAWN)
        yield draw


def _neighbours(question: Question) -> Iterator[tuple[Symbol, tuple[Dim, ...]]]:
    """An axis and others in a row next to or near it, whose product it may have to be."""
    for tensor in question.tensors:
        dims = tuple(tensor.shape.plain_dims()) if tensor.shape is not None else ()
        for symbol in dict.fromkeys(dim.symbol for dim in dims):
            for first, last in combinations(range(len(dims) + 1), 2):
                row = dims[first:last]
                if symbol is not None and len(row) > 1 and not any(symbol in dim.symbols() for dim in row):
                    yield symbol, row


def _singles(question: Question) -> Iterator[Replacement]:
    """Single equalities, those that ask least of the program first."""
    sizes, ints = question.axes, question.ints
    takes_sizes = question.path.rpartition(".")[2] in TAKES_SIZES
    pool = list(dict.fromkeys([*sizes, *(dim for dim in ints if takes_sizes or dim.constant is None)]))
    found: list[tuple[int, Replacement]] = []
    for first, second in combinations(pool, 2):
        replacement = equate(first, second)
        if replacement is not None:
            found.append((_cost(replacement), replacement))
    if takes_sizes:
        found += [(_cost(replacement), replacement) for replacement in _numel_equations(question)]
    # A size that must come out even is a multiple: write it so, with the quotient as a symbol of its own.
    for size in sizes:
        for by in (dim for dim in ints if dim.constant is None or (takes_sizes and 1 < dim.constant <= 4096)):
            for symbol in ordered(size.symbols()):
                if symbol not in by.symbols() and not symbol.name.startswith("*"):
                    found.append((0 if takes_sizes else 2, {symbol: by * Dim.of(quotient_symbol(symbol, by))}))
    for symbol in ordered({symbol for size in sizes for symbol in size.symbols()}):
        if symbol.kind is not Kind.RIGID:
            found.append((4, {symbol: Dim.of(1)}))
    seen: set[tuple[tuple[Symbol, Dim], ...]] = set()
    for _, replacement in sorted(found, key=lambda item: item[0]):
        key = tuple(replacement.items())
        if key not in seen and not _makes_one(replacement):
            seen.add(key)
            yield replacement


def _makes_one(replacement: Replacement) -> bool:
    """Whether a named axis would have to be 1: no meaning it could have, so that counts as impossible."""
    return any(symbol.kind is Kind.RIGID and dim.constant == 1 for symbol, dim in replacement.items())


def quotient_symbol(symbol: Symbol, by: Dim) -> Symbol:
    """The symbol that stands for `symbol // by` where `symbol` is a multiple of `by`."""
    divisor = f"({by})" if re.search(r"[-+*/]", str(by)) else str(by)
    return Symbol(f"{symbol.name}//{divisor}", symbol.kind, symbol.scope)


def is_quotient(symbol: Symbol) -> bool:
    return "//" in symbol.name


def is_multiple(symbol: Symbol, dim: Dim) -> bool:
    """Whether `symbol = dim` says only that the symbol is a multiple: d_model = n_heads*(d_model//n_heads)."""
    return any(part.name.startswith(f"{symbol.name}//") for part in dim.symbols())


def _numel_equations(question: Question) -> Iterator[Replacement]:
    """For reshapes: as many elements after as before."""
    for tensor in question.tensors[:1]:
        if tensor.shape is None or tensor.shape.run:
            continue
        before, after = tensor.shape.numel(), Dim.of(1)
        wanted = [part for part in dims_of(question.everything) if part.constant != -1]
        for dim in wanted:
            after = after * dim
        for dim in [*tensor.shape.plain_dims(), *wanted]:
            first, second = before.exact_quotient(dim), after.exact_quotient(dim)
            if first is not None and second is not None and dim.constant is None:
                before, after = first, second
        replacement = equate(before, after)
        if replacement is not None:
            yield replacement


def _cost(replacement: Replacement) -> int:
    """How much an equality asks of the program: nothing of unknown and open sizes, much of rigid ones."""
    kinds = {symbol.kind for symbol in replacement}
    if Kind.RIGID in kinds:
        return 3 if all(dim.symbol is not None for dim in replacement.values()) else 4
    return 0 if Kind.UNKNOWN in kinds else 1
