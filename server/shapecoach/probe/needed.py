"""Whether the equalities that were found to make an operation work are what it asks for, or one way of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from shapecoach.probe.arguments import Value, map_value
from shapecoach.probe.question import Question
from shapecoach.probe.solve import Replacement, parts_of_multiple
from shapecoach.probe.tries import runs
from shapecoach.probe.unknown import fresh_dim
from shapecoach.probe.witness import Witness, Witnesses
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor


def is_needed(
    question: Question, replacement: Replacement, witnesses: Witnesses, runs: Callable[[Question, Witness], bool]
) -> bool:
    """Whether the operation refuses sizes for which an equality fails by a little, or by a factor.

    One that takes them asks for something else than equality: that one size is no larger than the other, say, or
    that it divides the other.
    """

    def vanish(sizes: Mapping[Symbol, int]) -> bool:
        """Whether half an axis is none: where that would be 1, and broadcast."""
        return any(dim.constant is None and dim.symbol is None and dim.evaluate(sizes) < 2 for dim in question.axes)

    def takes(sizes: Mapping[Symbol, int]) -> bool:
        return not vanish(sizes) and runs(question, Witness(sizes))

    if any(dim.symbols() - witnesses[0].sizes.keys() for dim in replacement.values()):
        return False  # it hangs on a size that isn't asked about: nothing can be tried
    equal, *others = ({**w.sizes, **{s: dim.evaluate(w.sizes) for s, dim in replacement.items()}} for w in witnesses)
    if any(dim.constant is not None for dim in replacement.values()) and vanish(equal):
        return False
    for symbol, dim in replacement.items():
        multiple = parts_of_multiple(dim)
        for sizes in () if multiple or dim.symbol is not None else (equal, *others):
            part = next((size for size in range(2, sizes[symbol]) if sizes[symbol] % size == 0), None)
            if part is not None and takes({**sizes, symbol: part}):
                return False
        number = abs(dim.terms[0][1]) if multiple else 1
        smaller = [number // part for part in (2, 3, 5, 7) if number % part == 0]
        further = [equal[symbol] + part for part in smaller] if multiple else [2 * equal[symbol]]
        if multiple:  # a little more than the divisor: the quotient is 1, which nearly everything takes
            _, by, rest = multiple
            further.append(by.evaluate(equal) + 1 + rest.evaluate(equal))
        least = 2 if symbol.kind is Kind.RIGID else 1  # nobody names an axis of one, which broadcasts
        for size in (equal[symbol] - 1, equal[symbol] + 1, *further):
            if size >= least and takes({**equal, symbol: size}):
                return False
        doubled = {other: 2 * size for other, size in equal.items() if other not in dim.symbols()}
        if not multiple and takes({**equal, **doubled}):
            return False
    return True


def known_apart_from_other_ways(question: Question, replacement: Replacement, witnesses: Witnesses) -> Replacement:
    """The equalities without those that are one of several ways to make a size come out even.

    `rows*cols` may be a multiple of 7 because either is, `7*cols` one of n because cols is or because n is 7.  Nor
    those that may just as well hold crosswise: `(rows, cols)` viewed as `(n, m)`, where only the product counts.
    """
    # Among small sizes too: where one is multiplied by two others, no tensor could be made of large ones.
    at = (witnesses[0].sizes, question.small(tuple(witnesses[0].sizes)).sizes)

    def is_the_only_way(symbol: Symbol, dim: Dim) -> bool:
        return all(
            _is_the_only_way(question, replacement, sizes, symbol, dim)
            and not _holds_crosswise(question, replacement, sizes, symbol)
            for sizes in at
        )

    return {symbol: dim for symbol, dim in replacement.items() if is_the_only_way(symbol, dim)}


def _is_the_only_way(
    question: Question, replacement: Replacement, sizes: Mapping[Symbol, int], symbol: Symbol, dim: Dim
) -> bool:
    at_once = {**sizes, **{symbol: dim.evaluate(sizes) for symbol, dim in replacement.items()}}
    multiple = parts_of_multiple(dim)
    if multiple is None:
        return True
    _, by, rest = multiple
    odd = {**at_once, symbol: at_once[symbol] + 1}
    divisor, remainder = by.evaluate(odd), rest.evaluate(odd)
    ways = [
        way
        for one in question.symbols
        if one not in by.symbols()
        for way in _made_even(question, one, odd, divisor)
        if one != symbol or (divisor and (way[one] - remainder) % divisor)
    ]
    if by.symbol is None:
        ways += islice(_divisors_changed(question, symbol, by, rest, odd), MOST_MULTIPLES)
    else:
        factors = {abs(factor) for size in question.axes for _, factor in size.terms} - {1}
        ways += [{by.symbol: factor} for factor in factors]
    return not any(runs(question, Witness({**odd, **way})) for way in ways)


def _holds_crosswise(
    question: Question, replacement: Replacement, sizes: Mapping[Symbol, int], symbol: Symbol
) -> bool:  # fmt: skip
    """Whether a size that nobody gave a name may as well be what another one has to be, and that one what it has to."""
    at_once = {**sizes, **{symbol: dim.evaluate(sizes) for symbol, dim in replacement.items()}}
    open_ones = {one: dim.symbol for one, dim in replacement.items() if one.kind is not Kind.RIGID and dim.symbol}
    if symbol not in open_ones:
        return False
    others = (either for pair in open_ones.items() for either in pair if at_once[either] != at_once[symbol])
    crossed = ({**at_once, symbol: at_once[other], other: at_once[symbol]} for other in others)
    return any(runs(question, Witness(way)) for way in crossed)


def _made_even(
    question: Question, symbol: Symbol, sizes: Mapping[Symbol, int], by: int
) -> Iterator[Mapping[Symbol, int]]:
    """Sizes of a symbol that make it, or else an axis that is made of it (`(cols+2)//3`), a multiple."""
    yield {symbol: sizes[symbol] * by}
    for axis in question.axes:
        if by and axis.symbol is None and symbol in axis.symbols():
            larger = ({symbol: sizes[symbol] + more} for more in range(MOST_STEPS_TO_A_MULTIPLE))
            even = (way for way in larger if axis.evaluate({**sizes, **way}) % by == 0)
            yield from islice(even, MOST_MULTIPLES)


def _divisors_changed(
    question: Question, symbol: Symbol, by: Dim, rest: Dim, sizes: Mapping[Symbol, int]
) -> Iterator[Mapping[Symbol, int]]:
    """Sizes that `by`, which isn't a single symbol (`d_model//n_heads`), divides an axis at, and not the symbol."""
    for one in by.symbols() - {symbol}:
        others = [sizes[other] for other in by.symbols() - {one}]
        for size in (times * other for other in (1, *others) for times in range(2, MOST_MULTIPLES)):
            way = {**sizes, one: size}
            divisor = by.evaluate(way)
            is_odd = divisor > 1 and (way[symbol] - rest.evaluate(way)) % divisor
            if is_odd and any(axis.evaluate(way) % divisor == 0 for axis in question.axes):
                yield {one: size}


MOST_STEPS_TO_A_MULTIPLE = 5000
MOST_MULTIPLES = 12


def said_with(value: Value, question: Question, replacement: Replacement, known: Replacement) -> Value:
    """The result of a replaced question in terms of those equalities that are known: other sizes become unknown."""
    back = {size.substitute(replacement): size.substitute(known) for size in (*question.products, *question.axes)}
    chosen = {symbol: dim for symbol, dim in replacement.items() if symbol not in known}
    touched = {part for dim in chosen.values() for part in dim.symbols()} - set(question.symbols) | set(chosen)

    def named(dim: Dim) -> Dim:
        return back.get(dim) or fresh_dim() if dim.symbols() & touched else dim

    def change(leaf: Value) -> Value:
        if isinstance(leaf, Tensor) and leaf.shape is not None:
            axes = (Axis(named(axis.dim)) if isinstance(axis, Axis) else axis for axis in leaf.shape.axes)
            return leaf.with_shape(Shape(tuple(axes)))
        return named(leaf) if isinstance(leaf, Dim) else leaf

    return map_value(value, change) if chosen else value
