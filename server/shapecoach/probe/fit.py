"""Fitting: what one size of a result is of the symbols it depends on, told from samples around a witness.

Every fit is a guess that holds at the samples it was made of; whoever asks confirms it elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import gcd, lcm

from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Dim, Symbol

Along = Callable[[int], int]
"""A size as a function of how far one symbol is from where it stands."""

MOST_SYMBOLS_IN_A_PRODUCT = 4
LINE_LENGTHS = (20160, 60, 12)
"""Steps to measure a slope over: a multiple of every stride up to 10 and of the usual ones beyond, then short ones for
where the long one leads out of what the operation takes."""
LONGEST_PERIOD = 64
LONGEST_BEAT = 12
FAR = LINE_LENGTHS[1:]
"""How far a symbol is moved to see whether a size depends on it."""


class Fits:
    """Fits for the sizes of one result, which share their samples."""

    def __init__(self, sizes_at: Callable[[Witness], Sequence[int]], base: Witness) -> None:
        self.sizes_at, self.base = sizes_at, base
        self.samples: dict[tuple[tuple[Symbol, int], ...], Sequence[int]] = {}

    def of(self, index: int) -> Iterator[Dim]:
        """What the size at `index` may be, the simplest fit first."""
        try:
            symbols = [symbol for symbol in self.base.sizes if self._depends(index, symbol)]
        except Exception:  # any library error at a size of ours only means that nothing can be told from there
            return
        fits = (_line, _beat, _curve) if len(symbols) == 1 else (_polynomial, _floor_of_sum, _product_of_lines)
        for fit in fits if 0 < len(symbols) <= MOST_SYMBOLS_IN_A_PRODUCT else ():
            try:
                dim = fit(_Size(self, index, symbols))
            except Exception:  # as above: that fit is not possible
                continue
            if dim is not None:
                yield dim

    def _depends(self, index: int, symbol: Symbol) -> bool:
        *farther, near = FAR
        for steps in farther:
            try:
                return self._at(index, {symbol: steps}) != self._at(index, {})
            except Exception:  # too far for the operation
                continue
        return self._at(index, {symbol: near}) != self._at(index, {})

    def _at(self, index: int, moved: dict[Symbol, int]) -> int:
        key = tuple(moved.items())
        if key not in self.samples:
            sizes = {**self.base.sizes, **{symbol: self.base.sizes[symbol] + steps for symbol, steps in key}}
            self.samples[key] = self.sizes_at(Witness(sizes, self.base.real))
        return self.samples[key][index]


class _Size:
    """One size, with the symbols it depends on."""

    def __init__(self, fits: Fits, index: int, symbols: Sequence[Symbol]) -> None:
        self.fits, self.index, self.symbols = fits, index, symbols

    def at(self, moved: dict[Symbol, int]) -> int:
        return self.fits._at(self.index, moved)  # pyright: ignore[reportPrivateUsage]

    def along(self, symbol: Symbol) -> Along:
        return lambda steps: self.at({symbol: steps} if steps else {})

    def start(self, symbol: Symbol) -> int:
        return self.fits.base.sizes[symbol]


def _slope(along: Along) -> Fraction:
    """The slope over the longest stretch that the operation takes.  Raises what it raises on the shortest."""
    *longer, last = LINE_LENGTHS
    for length in longer:
        try:
            return Fraction(along(length) - along(0), length)
        except Exception:  # too far for the operation
            continue
    return Fraction(along(last) - along(0), last)


def _line(size: _Size) -> Dim | None:
    """(a*symbol + c) // k."""
    (symbol,) = size.symbols
    return _line_along(size.along(symbol), symbol, size.start(symbol))


def _line_along(along: Along, symbol: Symbol, start: int) -> Dim | None:
    """(a*symbol + c) // k, by its slope and then by the only c that fits a whole period."""
    slope = _slope(along)
    a, k = slope.numerator, slope.denominator
    if k > LONGEST_PERIOD:
        return None
    low, high = _offsets((along(step), a * (start + step)) for step in range(k + 1))(k)
    return (Dim.of(symbol) * a + low) // k if low <= high else None


def _offsets(samples: Iterator[tuple[int, int]]) -> Callable[[int], tuple[int, int]]:
    """The least and the greatest c with size == (numerator + c) // k for all samples (size, numerator)."""
    seen = list(samples)

    def of(k: int) -> tuple[int, int]:
        offsets = [k * size - numerator for size, numerator in seen]
        return max(offsets), min(offsets) + k - 1

    return of


def _beat(size: _Size) -> Dim | None:
    """A line with a jump in every period: the last of `n` chunks, which gets what the others leave."""
    (symbol,) = size.symbols
    along, start = size.along(symbol), size.start(symbol)
    rises = [along(step + 1) - along(step) for step in range(2 * LONGEST_BEAT)]
    for k in range(2, LONGEST_BEAT + 1):
        if rises[:-k] != rises[k:]:
            continue
        usual = max(rises[:k], key=rises[:k].count)
        jumps = [(step, rise - usual) for step, rise in enumerate(rises[:k]) if rise != usual]
        dim = (Dim.of(symbol) - start) * usual + along(0)
        for step, jump in jumps:
            dim = dim + ((Dim.of(symbol) - start - step - 1) // k + 1) * jump
        return dim if len(jumps) <= 2 else None
    return None


def _curve(size: _Size) -> Dim | None:
    """A parabola, by finite differences: axes of the same size were merged and joined, or every pair was taken."""
    (symbol,) = size.symbols
    origin, one, two = (size.along(symbol)(step) for step in range(3))
    x = Dim.of(symbol) - size.start(symbol)
    return (x * (x - 1) * (two - 2 * one + origin) + x * (2 * (one - origin)) + 2 * origin) // 2


def _polynomial(size: _Size) -> Dim | None:
    """A polynomial with every symbol at most to the first power, by finite differences."""
    total = Dim.of(0)
    for chosen in product((0, 1), repeat=len(size.symbols)):
        difference = 0
        for signs in product(*((0, 1) if bit else (0,) for bit in chosen)):
            moved = {symbol: 1 for symbol, bit in zip(size.symbols, signs, strict=True) if bit}
            difference += (-1) ** (sum(chosen) - sum(signs)) * size.at(moved)
        if difference:
            term = Dim.of(difference)
            for symbol, bit in zip(size.symbols, chosen, strict=True):
                if bit:
                    term = term * (Dim.of(symbol) - size.start(symbol))
            total = total + term
    return total


def _floor_of_sum(size: _Size) -> Dim | None:
    """(a*first + b*second + ... + c) // k: an image, less its kernel, in strides."""
    slopes = {symbol: _slope(size.along(symbol)) for symbol in size.symbols}
    k = lcm(*(slope.denominator for slope in slopes.values()))
    if k > LONGEST_PERIOD:
        return None
    rates = {symbol: int(slope * k) for symbol, slope in slopes.items()}
    here = sum(rate * size.start(symbol) for symbol, rate in rates.items())
    samples = (
        (size.along(symbol)(step), here + rate * step) for symbol, rate in rates.items() for step in range(k + 1)
    )
    low, high = _offsets(samples)(k)
    total = Dim.of(low)
    for symbol, rate in rates.items():
        total = total + Dim.of(symbol) * rate
    return total // k if low <= high else None


def _product_of_lines(size: _Size) -> Dim | None:
    """A product with a line in each symbol: the places that a window takes in an image."""
    total, here = Dim.of(1), 1
    for symbol in size.symbols:
        along = size.along(symbol)
        others = gcd(*(along(step) for step in range(LONGEST_BEAT)))

        def alone(steps: int, along: Along = along, others: int = others) -> int:
            return along(steps) // others

        line = _line_along(alone, symbol, size.start(symbol))
        if line is None:
            return None
        total, here = total * line, here * alone(0)
    factor, rest = divmod(size.at({}), here)
    return total * factor if not rest else None
