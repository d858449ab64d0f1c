"""Lifting: from the sizes an operation gave back to dims.

A size that equals a known expression at all witnesses is that expression.  Otherwise the symbols are varied one at a
time to find which the size depends on, and a polynomial or floor division is fitted to what comes out (`fit.py`).  A
witness at fresh sizes confirms it either way; what it refutes becomes an unknown dim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import lcm

from shapecoach.probe.fit import Fits
from shapecoach.probe.layout import Layout, Raw
from shapecoach.probe.witness import Witness, Witnesses
from shapecoach.shapes.dim import Dim, Symbol

MOST_REMAINDERS = 12
Sample = Callable[[Witness], Raw]
Pool = Callable[[], Sequence[Dim]]


def lift(
    sample: Sample, witnesses: Witnesses, pools: Sequence[Pool], only_once: bool = False, edge: Witness | None = None
) -> tuple[Raw, tuple[Dim | None, ...]]:
    """The result at the first witness, and the dim behind each of its sizes (None where it can't be told).

    `pools` give the expressions to try first, the likeliest pool before the others; `only_once` says that nothing
    about the question is open; what comes out must hold at the `edge` too, if the operation works there.
    Raises what `sample` raises, and LayoutVariesError where not even the rank is the same for all sizes.
    """
    raw = sample(witnesses[0])
    if only_once:
        return raw, tuple(Dim.of(size) for size in raw.sizes)
    raws = (raw, *(sample(witness) for witness in witnesses[1:]))
    at_edge = _Edge.of(sample, edge)
    if any(other.layout != raw.layout for other in raws) or not at_edge.is_laid_out_as(raw):
        return _lift_many(sample, witnesses, pools, edge)
    return raw, at_edge.kept(_dims(sample, witnesses, pools, raws))


def _lift_many(
    sample: Sample, witnesses: Witnesses, pools: Sequence[Pool], edge: Witness | None
) -> tuple[Raw, tuple[Dim | None, ...]]:
    """The result where the number of its parts depends on the sizes (`unbind`, `split`), if the parts are alike."""

    def sample_part(witness: Witness) -> Raw:
        return as_many(sample(witness))

    raws = tuple(map(sample_part, witnesses))
    at_edge = _Edge.of(sample_part, edge)
    if any(other.layout != raws[0].layout for other in raws) or not at_edge.is_laid_out_as(raws[0]):
        raise LayoutVariesError
    return raws[0], at_edge.kept(_dims(sample_part, witnesses, pools, raws))


@dataclass(frozen=True, slots=True)
class _Edge:
    """What came out at a witness apart from the others, where nothing is lifted from; None where it was refused."""

    witness: Witness
    raw: Raw | None

    @classmethod
    def of(cls, sample: Sample, witness: Witness | None) -> _Edge:
        if witness is None:
            return cls(Witness(), None)
        try:
            return cls(witness, sample(witness))
        except Exception:  # any refusal: the program doesn't get by there, so nothing need hold
            return cls(witness, None)

    def is_laid_out_as(self, raw: Raw) -> bool:
        return self.raw is None or self.raw.layout == raw.layout

    def kept(self, dims: tuple[Dim | None, ...]) -> tuple[Dim | None, ...]:
        """The dims, but for those that are others here."""
        if self.raw is None:
            return dims
        sizes = zip(dims, self.raw.sizes, strict=True)
        return tuple(None if dim is None or dim.evaluate(self.witness.sizes) != size else dim for dim, size in sizes)


def as_many(raw: Raw) -> Raw:
    """A list whose parts differ in nothing but sizes, as many of one; a size in which they differ is VARIES."""
    parts = raw.layout.parts
    if raw.layout.kind != "seq" or not parts or any(part != parts[0] for part in parts):
        raise LayoutVariesError
    per_part = len(raw.sizes) // len(parts)
    columns = (set(raw.sizes[place::per_part]) for place in range(per_part))
    sizes = tuple(column.pop() if len(column) == 1 else VARIES for column in columns)
    return Raw(Layout("many", parts=parts[:1], is_list=raw.layout.is_list), sizes)


VARIES = -1


def _dims(sample: Sample, witnesses: Witnesses, pools: Sequence[Pool], raws: Sequence[Raw]) -> tuple[Dim | None, ...]:
    known = _Known(witnesses, pools)
    fits = Fits(lambda witness: sample(witness).sizes, witnesses[0])
    beyond = _Beyond(sample, witnesses[-1])
    dims: list[Dim | None] = []
    for index, sizes in enumerate(zip(*(each.sizes for each in raws), strict=True)):
        guesses = _guesses(index, sizes, known, fits, witnesses) if VARIES not in sizes else ()
        dims.append(next((dim for dim in guesses if beyond(index, dim)), None))
    return tuple(dims)


def _guesses(
    index: int, sizes: tuple[int, ...], known: _Known, fits: Fits, witnesses: Witnesses
) -> Iterator[Dim]:  # fmt: skip
    """The expressions that have the given sizes at the witnesses."""
    dim = known(sizes)
    if dim is not None:
        yield dim
        return
    yield from (dim for dim in fits.of(index) if tuple(dim.evaluate(w.sizes) for w in witnesses) == sizes)


class _Known:
    """Finds the expression that has given sizes at the witnesses, or the number that all of them are."""

    def __init__(self, witnesses: Witnesses, pools: Sequence[Pool]) -> None:
        self.witnesses, self.left = witnesses, list(pools)
        self.found: dict[tuple[int, ...], Dim] = {}

    def __call__(self, sizes: tuple[int, ...]) -> Dim | None:
        if len(set(sizes)) == 1:
            return Dim.of(sizes[0])
        while sizes not in self.found:
            if not self.left:
                return None
            for dim in self.left.pop(0)():
                self.found.setdefault(tuple(dim.evaluate(witness.sizes) for witness in self.witnesses), dim)
        return self.found[sizes]


class _Beyond:
    """Further witnesses for the dims that three are few for: the piecewise, and those with a size for a divisor."""

    def __init__(self, sample: Sample, last: Witness) -> None:
        self.sample, self.last = sample, last
        self.sizes: dict[tuple[int, ...], Sequence[int]] = {}

    def __call__(self, index: int, dim: Dim) -> bool:
        """Whether a dim is right there too, if it is one to look at twice."""
        try:
            holds = all(dim.evaluate(sizes) == self._at(sizes)[index] for sizes in self._to_look_at(dim))
        except Exception:  # not sizes that the operation takes: nothing confirms it
            return False
        return holds and not any(self._is_another(index, dim, step) for step in range(1, _remainders(dim)))

    def _is_another(self, index: int, dim: Dim, step: int) -> bool:
        """Whether it is another where all sizes are so much larger."""
        larger = {symbol: size + step for symbol, size in self.last.sizes.items()}
        try:
            return dim.evaluate(larger) != self._at(larger)[index]
        except Exception:  # not sizes that the operation takes: nothing speaks against it
            return False

    def _to_look_at(self, dim: Dim) -> Iterator[dict[Symbol, int]]:
        divisors = dim.divisors()
        if dim.is_piecewise:
            yield {symbol: 2 * size + 1 for symbol, size in self.last.sizes.items()}
        if divisors:  # every remainder there is, of small divisors
            for small in (5, 7):
                for step in range(small):
                    yield {s: small if s in divisors else size + step for s, size in self.last.sizes.items()}

    def _at(self, sizes: dict[Symbol, int]) -> Sequence[int]:
        key = tuple(sizes.values())
        if key not in self.sizes:
            self.sizes[key] = self.sample(Witness(sizes, self.last.real)).sizes
        return self.sizes[key]


def _remainders(dim: Dim) -> int:
    """How many remainders there are of what it divides by, or as many as are looked at: a prime has few of them."""
    numbers = (quotient.denominator.constant or 2 for quotient in dim.quotients())
    return min(lcm(*map(abs, numbers)), MOST_REMAINDERS)


class LayoutVariesError(Exception):
    """The structure of a result (its rank, its number of parts) depends on the sizes."""
