"""Witnesses: assignments of sizes to symbols, all distinct, so that a size says which symbol it came from."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, permutations
from math import factorial, isqrt
from typing import TypeAlias

from shapecoach.shapes.dim import Dim, Symbol

PRIMES = tuple(n for n in range(41, 1200) if all(n % k for k in range(2, 35) if k * k <= n))
"""Sizes for witnesses: prime, so that no product or quotient of two is mistaken for a third, and larger than the
kernel sizes and slice bounds that programs write as literals."""

_APART = (41, 199, 997, 4999, 24989)
_APART_TOO = (43, 211, 1051, 5261, 26309)

_FURTHER = 8
"""How many sizes lie between those that are lifted from and those that confirm: the next ones may be rounded alike."""

MOST_SYMBOLS = len(PRIMES) // 4
"""How many symbols one question may hold."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One assignment of sizes.  `real` stands for every float whose value is not known."""

    sizes: Mapping[Symbol, int] = field(default_factory=dict[Symbol, int])
    real: float = 0.5

    def size(self, dim: Dim) -> int:
        """The number of a dim here.  Raises KeyError for a symbol this witness doesn't know."""
        return dim.evaluate(self.sizes)


def ordered(symbols: Iterable[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: symbol.sort_key)


Witnesses: TypeAlias = tuple[Witness, Witness, Witness]


def standard(symbols: Sequence[Symbol], beyond: int = 0, wide: bool = True) -> Witnesses:
    """Two witnesses to lift from and one at fresh sizes to confirm with.

    The three order the symbols by size differently, so that a result that depends on which is larger disagrees; where
    the symbols are few, the first two, if they may be `wide`, lie so far apart that twice the one is still smaller
    than the other.  The last one's sizes are larger than `beyond`, so that one that is cut off at a literal bound
    disagrees as well.
    """
    rising, falling, last = _standard_sizes(len(symbols), beyond, wide)
    return (
        Witness(dict(zip(symbols, rising, strict=True))),
        Witness(dict(zip(symbols, falling, strict=True)), real=0.25),
        Witness(dict(zip(symbols, last, strict=True)), real=0.75),
    )


_Sizes: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


@lru_cache(maxsize=1024)
def _standard_sizes(n: int, beyond: int, wide: bool) -> _Sizes:
    up, down = (_APART, _APART_TOO) if wide and n <= len(_APART) else (PRIMES[:n], PRIMES[n : 2 * n])
    third = 2 * n + _FURTHER
    last = list(_primes_above(beyond, n) if beyond >= PRIMES[third] else PRIMES[third : third + n])
    random.Random(n).shuffle(last)
    return up[:n], down[:n][::-1], tuple(last)


@lru_cache(maxsize=4096)
def _primes_above(bound: int, count: int) -> tuple[int, ...]:
    odd = range((bound + 1) | 1, 2 * bound + 100 * count, 2)
    return tuple(islice(filter(_is_prime, odd), count))


def _is_prime(odd: int) -> bool:
    """Whether it has no divisor, as far as matters: a large one that Fermat's test takes for a prime has no small ones.

    Of sizes so large that no tensor can be made, any will do.
    """
    if odd > _TOO_LARGE:
        return True
    has_small = not all(odd % k for k in range(3, min(isqrt(odd), _LARGE_DIVISOR) + 1, 2))
    return not has_small and pow(2, odd - 1, odd) == 1


_TOO_LARGE, _LARGE_DIVISOR = 2**58, 2**10


def rising(symbols: Sequence[Symbol], beyond: int = 0, wide: bool = True) -> Witnesses:
    """Three witnesses that all order the symbols as they are given, each several times the one before, or a few times.

    For operations that work only where one size is larger than another (a dilated kernel in an image).
    """
    first, second, third = _rising_sizes(len(symbols), beyond, wide)
    return (
        Witness(dict(zip(symbols, first, strict=True))),
        Witness(dict(zip(symbols, second, strict=True))),
        Witness(dict(zip(symbols, third, strict=True))),
    )


@lru_cache(maxsize=1024)
def _rising_sizes(n: int, beyond: int, wide: bool) -> _Sizes:
    chance = random.Random(0)
    made: list[tuple[int, ...]] = []
    for ratio in _RATIOS if wide else _SMALLER_RATIOS:
        sizes: list[int] = []
        start = max(PRIMES[0], beyond)
        for place in range(n):
            taken = {other[place] for other in made}  # a size that stays the same would pass for a number
            primes = _primes_above(start + chance.randrange(start // 2), len(taken) + 1)
            sizes.append(next(size for size in primes if size not in taken))
            start = sizes[-1] * ratio
        made.append(tuple(sizes))
    return made[0], made[1], made[2]


def rounded_up(witness: Witness, to: int) -> Witness:
    """The witness with larger sizes, all different, that a number divides; 2, if that is large."""
    if to > _LARGEST_STEP:
        to = 2
    sizes: dict[Symbol, int] = {}
    last = 0
    for symbol, size in sorted(witness.sizes.items(), key=lambda item: item[1]):
        last = max((size + to - 1) // to, last + 1)
        sizes[symbol] = last * to
    return Witness({symbol: sizes[symbol] for symbol in witness.sizes}, witness.real)


_LARGEST_STEP = 64
_RATIOS, _SMALLER_RATIOS = (4, 7, 10), (2, 3, 4)
"""How many times larger one size is than the one before, differently at each witness: quotients must differ too."""
MOST_ORDERS = 24


def orders(symbols: Sequence[Symbol], most: int = MOST_ORDERS) -> Iterator[Sequence[Symbol]]:
    """Orders to try the symbols' sizes in: all of them where they are few, some where they are many."""
    if factorial(len(symbols)) <= most:
        yield from permutations(symbols)
        return
    chance = random.Random(0)
    yield from (symbols, symbols[::-1])
    for _ in range(most - 2):
        yield chance.sample(symbols, len(symbols))


def small(symbols: Sequence[Symbol], taken: Collection[int] = ()) -> Witness:
    """Small distinct sizes, none of them taken, for the rare times that a real tensor is made."""
    free = (size for size in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, *PRIMES) if size not in taken)
    return Witness(dict(zip(symbols, free, strict=False)))


def few(symbols: Sequence[Symbol]) -> Witnesses:
    """Three witnesses of small sizes, for the rare times that a shape is asked of real tensors.

    They lie so far apart that a size less 2 is still larger than the one below.
    """
    return _spaced(symbols, 5, 8, 4) if len(symbols) < 4 else _spaced(symbols, 5, 3, 2)


def modest(symbols: Sequence[Symbol]) -> Witnesses:
    """Three witnesses for what is really computed.

    Where they are few, the sizes have two digits, so that they are recognised in a message, and lie so far apart that
    a small number added to one doesn't make it another.
    """
    start, step = _AFFORDABLE.get(len(symbols), (3, 2))
    return _spaced(symbols, start, step, 4)


_AFFORDABLE = {**dict.fromkeys(range(4), (11, 18)), 4: (10, 5), 5: (5, 4), 6: (3, 3)}
"""By the number of symbols, the smallest size and how far apart they are."""


def _spaced(symbols: Sequence[Symbol], start: int, step: int, last: int) -> Witnesses:
    """Sizes `step` apart: rising, falling from one more, and turned by one place from `last` more."""
    n = len(symbols)
    sizes = [tuple(step * place + start + more for place in range(n)) for more in (0, 1, last)]
    turned = (sizes[0], sizes[1][::-1], sizes[2][1:] + sizes[2][:1])
    made = [Witness(dict(zip(symbols, each, strict=True))) for each in turned]
    return made[0], made[1], made[2]


def modestly_rising(symbols: Sequence[Symbol]) -> Witnesses:
    """As `rising`, each size only twice the one before."""
    made = [Witness({symbol: (2 << place) * start - 1 for place, symbol in enumerate(symbols)}) for start in (4, 5, 7)]
    return made[0], made[1], made[2]
