"""Equalities between sizes: what makes two dims equal, and which equalities an operation may be asking for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from math import gcd, prod

from shapecoach.probe.arguments import Seq, dims_of, walk
from shapecoach.probe.question import Question
from shapecoach.probe.witness import ordered
from shapecoach.shapes.dim import Dim, FloorDiv, Kind, Symbol

Replacement = Mapping[Symbol, Dim]

LARGEST_NUMBER = 4096
TAKES_SIZES = frozenset(
    "view reshape expand unflatten expand_as view_as repeat broadcast_to as_strided rearrange reduce __call__ "
    "split hsplit vsplit dsplit".split()
)
USUAL_NUMBERS = (2, 3)
"""Numbers that the library asks for without being given them: the parts of a complex number, the axes of space."""


def equate(first: Dim, second: Dim) -> Replacement | None:
    """The replacement of one symbol that makes two dims equal, or None where there is none.

    Unknown sizes give way first, then open ones, then rigid ones.
    """
    difference = _without_common_factor(first - second)
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


def _without_common_factor(difference: Dim) -> Dim:
    """`h*d - q*d` as `h - q`, `6*h - 12` as `h - 2`: what is a factor of both sides says nothing.

    An axis has at least one element, so a size may be such a factor too; an unknown one may hang on values, and be 0.
    """
    for symbol in difference.symbols():
        if symbol.kind is not Kind.UNKNOWN:
            while difference.constant is None and (rest := difference.exact_quotient(Dim.of(symbol))) is not None:
                difference = rest
    number = gcd(*(coefficient for _, coefficient in difference.terms)) if difference.constant is None else 1
    return Dim(tuple((monomial, coefficient // number) for monomial, coefficient in difference.terms))


def always_differ(first: Dim, second: Dim) -> bool:
    """Whether no sizes at all make two dims equal: `d` and `d+1`, `n` and `2*n`, `7*q` and 3."""
    difference = _without_common_factor(first - second)
    if difference.constant is not None:
        return difference.constant != 0
    number = sum(coefficient for monomial, coefficient in difference.terms if not monomial)
    return number % gcd(*(coefficient for monomial, coefficient in difference.terms if monomial)) != 0


_GIVES_WAY = {Kind.UNKNOWN: 0, Kind.OPEN: 1, Kind.RIGID: 2}


def compose(first: Replacement, second: Replacement) -> Replacement:
    """The replacement that does first `first`, then `second`."""
    return {**{symbol: dim.substitute(second) for symbol, dim in first.items()}, **second}


def added(first: Replacement, second: Replacement) -> Replacement | None:
    """Both replacements at once, or None where the second says nothing new or goes round in a circle."""
    later = {symbol: dim.substitute(first) for symbol, dim in second.items() if symbol not in first}
    if not later or any(symbol in dim.symbols() for symbol, dim in later.items()):
        return None
    return compose(first, later)


def quotient_symbol(size: Dim, by: Dim, of: Symbol) -> Symbol:
    """The symbol that stands for `size // by` where a size is a multiple of `by`, its part `of` being open to that."""
    numerator = f"({size})" if re.search(r"[-+*]", str(size)) else str(size)
    divisor = f"({by})" if re.search(r"[-+*/]", str(by)) else str(by)
    return Symbol(f"{numerator}//{divisor}", of.kind, of.scope)


def is_quotient(symbol: Symbol) -> bool:
    return "//" in symbol.name


def parts_of_multiple(dim: Dim) -> tuple[Symbol, Dim, Dim] | None:
    """What a dim is made of that is `by * quotient + rest`: the quotient, `by` and the rest; None where it isn't."""
    quotient = next(filter(is_quotient, ordered(dim.symbols())), None)
    parts = split_off(dim, quotient) if quotient is not None else None
    return None if quotient is None or parts is None else (quotient, *parts)


def split_off(dim: Dim, quotient: Symbol) -> tuple[Dim, Dim] | None:
    """`by` and `rest` of a dim that is `by * quotient + rest`; None where it isn't."""
    held = Dim(tuple(term for term in dim.terms if any(atom == quotient for atom, _ in term[0])))
    by, rest = held.exact_quotient(Dim.of(quotient)), dim - held
    return None if by is None or quotient in by.symbols() | rest.symbols() else (by, rest)


def are_namesakes(symbol: Symbol, dim: Dim) -> bool:
    """Whether `symbol = dim` only makes two sizes of one name equal: that of a function and of the one around it."""
    return dim.symbol is not None and dim.symbol.name == symbol.name and not symbol.is_nameless


def is_multiple(symbol: Symbol, dim: Dim) -> bool:
    """Whether `symbol = dim` says only that the symbol is a multiple: d_model = n_heads*(d_model//n_heads).

    Or that it is made of open sizes, which may be any, or of one that is known to be a multiple.
    """
    parts = dim.symbols()
    if parts and all(part.kind is Kind.OPEN for part in parts):
        return True
    return any(
        _divides(part, symbol) or (is_quotient(part) and part.kind is Kind.OPEN) for part in parts if is_quotient(part)
    )


def _divides(quotient: Symbol, symbol: Symbol) -> bool:
    """Whether it is the quotient of a size that the symbol is part of."""
    if quotient.name.startswith(f"{symbol.name}//"):
        return True
    numerator = re.match(r"\((.*)\)//", quotient.name)
    return numerator is not None and symbol.name in re.split(r"[-+*/()]+", numerator[1])


def holds(replacement: Replacement, sizes: Mapping[Symbol, int]) -> bool:
    """Whether equalities hold at given sizes; those that bring in a quotient, where it comes out even."""
    for symbol, dim in replacement.items():
        if dim.symbols() <= sizes.keys():
            fits = sizes[symbol] == dim.evaluate(sizes)
        else:
            by, rest = split_off(dim, next(iter(dim.symbols() - sizes.keys()))) or (Dim.of(1), Dim.of(0))
            if not (by.symbols() | rest.symbols()) <= sizes.keys():
                continue
            divisor, left = by.evaluate(sizes), sizes[symbol] - rest.evaluate(sizes)
            fits = left % divisor == 0 if divisor else left == 0
        if not fits:
            return False
    return True


def possible(question: Question, mentioned: Sequence[int] = ()) -> list[Replacement]:
    """Single equalities that an operation may be asking for, those that ask least of the program first.

    `mentioned` are the numbers in what the library said when it refused.
    """
    sizes, ints = question.axes, question.ints
    takes_sizes = question.path.rpartition(".")[2] in TAKES_SIZES
    pool = list(dict.fromkeys([*sizes, *(dim for dim in ints if takes_sizes or dim.constant is None)]))
    found: list[tuple[int, Replacement]] = []
    for first, second in combinations(pool, 2):
        replacement = equate(first, second)
        if replacement is not None:
            found.append((_cost(replacement), replacement))
    if takes_sizes:
        found += [(_cost(replacement), replacement) for replacement in numel_equations(question)]
    if question.path.rpartition(".")[2] in ("split", "split_with_sizes"):
        found += [(_cost(replacement), replacement) for replacement in _total_equations(question)]
    # Where the program divides the one by the other itself, it says so.
    divided = {(atom.numerator.symbol, atom.denominator) for dim in ints for atom in _divisions(dim)}
    for size in sizes:
        for by in (dim for dim in ints if dim.constant is None or (takes_sizes and 1 < dim.constant <= LARGEST_NUMBER)):
            for multiple in _multiples(size, by):
                said = any((symbol, by) in divided for symbol in multiple)
                found.append((-1 if said else 0 if takes_sizes else 2, multiple))
    # Halves of an odd axis differ: what an axis was cut into may have to come out even.
    for cut in (atom for size in sizes for atom in _divisions(size)):
        found += [(0, multiple) for multiple in _multiples(cut.numerator, cut.denominator)]
    symbols = ordered({symbol for size in sizes for symbol in size.symbols()})
    parts = {symbol for size in sizes if size.symbol is None for symbol in size.symbols()}  # of `2*d` beside `d`
    found += [(4, {symbol: Dim.of(1)}) for symbol in symbols if symbol.kind is not Kind.RIGID and symbol not in parts]
    found += [(5, replacement) for replacement in _with_numbers(question, mentioned)]
    seen: set[tuple[tuple[Symbol, Dim], ...]] = set()
    distinct: list[Replacement] = []
    for _, replacement in sorted(found, key=lambda item: item[0]):
        key = tuple(replacement.items())
        if key not in seen and not _makes_one(replacement):
            seen.add(key)
            distinct.append(replacement)
    return distinct


def _divisions(dim: Dim) -> Iterator[FloorDiv]:
    return (atom for monomial, _ in dim.terms for atom, _ in monomial if isinstance(atom, FloorDiv))


def _multiples(size: Dim, by: Dim) -> Iterator[Replacement]:
    """A size that must come out even is a multiple: it is written so, with the quotient as a symbol of its own.

    Of a sum that says what one of its parts is.  A product may be a multiple in several ways.
    """
    for symbol in ordered(size.symbols()):
        if symbol in by.symbols() or symbol.name.startswith("*"):
            continue
        others = size - Dim.of(symbol)
        whole = size if symbol not in others.symbols() else Dim.of(symbol)
        multiple = by * Dim.of(quotient_symbol(whole, by, symbol))
        yield {symbol: multiple - others if whole is size else multiple}


def _with_numbers(question: Question, mentioned: Sequence[int]) -> Iterator[Replacement]:
    """Equalities with numbers that the program or the library has: a multiple of 2, exactly 3, twice another size.

    What is divided somewhere is no certain number: `n//3` is 0 not only for 2, though no other may have been tried.
    """
    given = list(literals(question))
    factors = [n for n in dict.fromkeys((*given, *USUAL_NUMBERS, *(n * n for n in given))) if n <= LARGEST_NUMBER]
    totals = [total for part in _lists(question) for total in (sum(part), prod(part), len(part))]
    symbols = [size.symbol for size in question.axes if size.symbol is not None]
    for symbol in symbols:
        for number in sorted(factors):  # what is a multiple of 4 is one of 2 as well
            yield from _multiples(Dim.of(symbol), Dim.of(number))
    divided = {
        symbol for size in question.axes for quotient in size.quotients() for symbol in quotient.numerator.symbols()
    }
    for symbol in (symbol for symbol in symbols if symbol not in divided):
        for number in dict.fromkeys((*mentioned, *given, *totals, *map(half, given), *USUAL_NUMBERS)):
            if 1 < number <= LARGEST_NUMBER:
                yield {symbol: Dim.of(number)}
    for first, second in permutations(symbols, 2):
        yield from ({first: Dim.of(second) * number} for number in factors)
    yield from ({symbol: product_of(row)} for symbol, row in neighbours(question))


def literals(question: Question) -> Iterator[int]:
    """The numbers above 1 among the ints of a question."""
    yield from (dim.constant for dim in question.ints if dim.constant is not None and dim.constant > 1)


def half(number: int) -> int:
    """How many frequencies a real signal of `number` samples has."""
    return number // 2 + 1


def _lists(question: Question) -> Iterator[list[int]]:
    """The lists of numbers in a question, as `split` takes them."""
    for part in walk(question.everything):
        if isinstance(part, Seq):
            numbers = [dim.constant for dim in dims_of(part) if dim.constant is not None and dim.constant > 0]
            if len(numbers) > 1:
                yield numbers


def neighbours(question: Question) -> Iterator[tuple[Symbol, tuple[Dim, ...]]]:
    """An axis and others in a row, whose product it may have to be."""
    symbols = [size.symbol for size in question.axes if size.symbol is not None]
    for tensor in question.tensors:
        dims = tuple(tensor.shape.plain_dims()) if tensor.shape is not None else ()
        for first, last in combinations(range(len(dims) + 1), 2):
            row = dims[first:last]
            inside = {symbol for dim in row for symbol in dim.symbols()}
            if len(row) > 1:
                yield from ((symbol, row) for symbol in symbols if symbol not in inside)


def product_of(dims: Sequence[Dim]) -> Dim:
    total = Dim.of(1)
    for dim in dims:
        total = total * dim
    return total


def _makes_one(replacement: Replacement) -> bool:
    """Whether a named axis would have to be 1: no meaning it could have, so that counts as impossible."""
    return any(symbol.kind is Kind.RIGID and dim.constant == 1 for symbol, dim in replacement.items())


def numel_equations(question: Question) -> Iterator[Replacement]:
    """For reshapes: as many elements after as before."""
    for tensor in question.tensors[:1]:
        if tensor.shape is None or tensor.shape.run:
            continue
        wanted = [part for part in dims_of(question.everything) if part.constant != -1]
        for other in question.tensors[1:]:  # view_as
            wanted += other.shape.plain_dims() if other.shape is not None else ()
        before, after = tensor.shape.numel(), product_of(wanted)
        for dim in [*tensor.shape.plain_dims(), *wanted]:
            first, second = before.exact_quotient(dim), after.exact_quotient(dim)
            if first is not None and second is not None and dim.constant is None:
                before, after = first, second
        replacement = equate(before, after)
        if replacement is not None:
            yield replacement


def _total_equations(question: Question) -> Iterator[Replacement]:
    """For what is split into parts of given sizes: that they are all of an axis."""
    for part in walk(question.everything):
        if isinstance(part, Seq):
            total = sum(dims_of(part), Dim.of(0))
            yield from filter(None, (equate(total, axis) for axis in question.axes))


def _cost(replacement: Replacement) -> int:
    """How much an equality asks of the program: nothing of unknown and open sizes, much of rigid ones."""
    kinds = {symbol.kind for symbol in replacement}
    if Kind.RIGID in kinds:
        return 3 if all(dim.symbol is not None for dim in replacement.values()) else 4
    if any(dim.constant == 1 for dim in replacement.values()):
        return 4  # a size of 1 broadcasts, whatever it stands beside
    is_number = any(dim.constant is not None for dim in replacement.values())
    return 0 if Kind.UNKNOWN in kinds and not is_number else 1  # to be just some number asks more than to be a multiple
