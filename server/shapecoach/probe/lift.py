"""Lifting: from the sizes an operation gave back to dims.

A size that equals a known expression at two witnesses is that expression.  Otherwise the symbols are varied one at a
time to find which the size depends on, and a polynomial or floor division is fitted to what comes out.  Either way a
last witness at fresh sizes confirms it; what it refutes becomes an unknown dim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

from shapecoach.probe.layout import Raw
from shapecoach.probe.witness import Witness, Witnesses
from shapecoach.shapes.dim import Dim, Symbol

Sample = Callable[[Witness], Raw]

MOST_SYMBOLS_IN_A_PRODUCT = 4
LINE_LENGTH = 60  # a multiple of every stride from 1 to 6, so that the slope over it is exact


def lift(
    sample: Sample, witnesses: Witnesses, pools: Sequence[Callable[[], Sequence[Dim]]], only_once: bool = False
) -> tuple[Raw, tuple[Dim | None, ...]]:
    """The result at the first witness, and the dim behind each of its sizes (None where it can't be told).

    `pools` give the expressions to try first, the likeliest pool before the others; `only_once` says that nothing
    about the question is open.
    Raises what `sample` raises, and LayoutVariesError where not even the rank is the same for all sizes.
    """
    raw = sample(witnesses[0])
    if only_once:
        return raw, tuple(Dim.of(size) for size in raw.sizes)
    raws = (raw, *(sample(witness) for witness in witnesses[1:]))
    if any(other.layout != raw.layout for other in raws):
        raise LayoutVariesError
    known = _Known(witnesses, pools)
    fit = _Fit(sample, tuple(witnesses[0].sizes), witnesses[0])
    dims: list[Dim | None] = []
    for index, sizes in enumerate(zip(*(each.sizes for each in raws), strict=True)):
        dim = known(sizes)
        if dim is None:
            dim = fit(index)
            if dim is not None and tuple(map(dim.evaluate, (witness.sizes for witness in witnesses))) != sizes:
                dim = None
        dims.append(dim)
    return raw, tuple(dims)


class _Known:
    """Finds the expression that has given sizes at the witnesses, or the number that all of them are."""

    def __init__(self, witnesses: Witnesses, pools: Sequence[Callable[[], Sequence[Dim]]]) -> None:
        self.witnesses, self.left = witnesses, list(pools)
        self.found: dict[tuple[int, ...], Dim] = {}

    def __call__(self, sizes: tuple[int, ...]) -> Dim | None:
        while sizes not in self.found:
            if len(set(sizes)) == 1:
                return Dim.of(sizes[0])
            if not self.left:
                return None
            for dim in self.left.pop(0)():
                self.found.setdefault(tuple(dim.evaluate(witness.sizes) for witness in self.witnesses), dim)
        return self.found[sizes]


class LayoutVariesError(Exception):
    """The structure of a result (its rank, its number of parts) depends on the sizes."""


class _Fit:
    """Fits one size at a time, sharing the samples."""

    def __init__(self, sample: Sample, symbols: Sequence[Symbol], base: Witness) -> None:
        self.sample, self.symbols, self.base = sample, symbols, base
        self.samples: dict[tuple[tuple[Symbol, int], ...], tuple[int, ...]] = {}

    def __call__(self, index: int) -> Dim | None:
        try:
            depends = [symbol for symbol in self.symbols if self._depends(index, symbol)]
            if len(depends) == 1:
                line = self._line(index, depends[0])
                return self._curve(index, depends[0]) if line is None else line
            if 1 < len(depends) <= MOST_SYMBOLS_IN_A_PRODUCT:
                return self._product(index, depends)
        except Exception:  # any library error at a size of ours only means that this fit is not possible
            return None
        return None

    def _at(self, index: int, changes: tuple[tuple[Symbol, int], ...]) -> int:
        if changes not in self.samples:
            self.samples[changes] = self.sample(Witness({**self.base.sizes, **dict(changes)}, self.base.real)).sizes
        return self.samples[changes][index]

    def _depends(self, index: int, symbol: Symbol) -> bool:
        far = self.base.sizes[symbol] + LINE_LENGTH
        return self._at(index, ((symbol, far),)) != self._at(index, ())

    def _line(self, index: int, symbol: Symbol) -> Dim | None:
        """(a*symbol + c) // k, by its slope and then by the only c that fits a whole period."""
        start = self.base.sizes[symbol]
        origin = self._at(index, ())
        slope = Fraction(self._at(index, ((symbol, start + LINE_LENGTH),)) - origin, LINE_LENGTH)
        a, k = slope.numerator, slope.denominator
        low, high = k * origin - a * start, k * origin - a * start + k - 1
        for step in range(1, k + 1):
            size = self._at(index, ((symbol, start + step),))
            offset = k * size - a * (start + step)
            low, high = max(low, offset), min(high, offset + k - 1)
        return (Dim.of(symbol) * a + low) // k if low <= high else None

    def _curve(self, index: int, symbol: Symbol) -> Dim | None:
        """A parabola, by finite differences: axes of the same size were merged and joined."""
        start = self.base.sizes[symbol]
        origin, one, two = (self._at(index, ((symbol, start + step),)) for step in range(3))
        bend = two - 2 * one + origin
        if bend % 2:
            return None
        x = Dim.of(symbol) - start
        return Dim.of(origin) + x * (one - origin) + x * (x - 1) * (bend // 2)

    def _product(self, index: int, symbols: Sequence[Symbol]) -> Dim | None:
        """A polynomial with every symbol at most to the first power, by finite differences."""
        total = Dim.of(0)
        for chosen in product((0, 1), repeat=len(symbols)):
            difference = 0
            for signs in product(*((0, 1) if bit else (0,) for bit in chosen)):
                changes = tuple(
                    (symbol, self.base.sizes[symbol] + 1) for symbol, bit in zip(symbols, signs, strict=True) if bit
                )
                difference += (-1) ** (sum(chosen) - sum(signs)) * self._at(index, changes)
            if difference:
                term = Dim.of(difference)
                for symbol, bit in zip(symbols, chosen, strict=True):
                    if bit:
                        term = term * (Dim.of(symbol) - self.base.sizes[symbol])
                total = total + term
        return total
