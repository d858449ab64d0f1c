"""The sizes that programs run at, and saying a size in the names that are in scope."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Iterator, Mapping

SIZES = {"batch": 37, "seq": 61, "rows": 79, "cols": 89, "width": 109, "d_model": 133}
"""So far apart that no sum, difference, multiple or part of some of them is near that of others."""

COUNTS = {"n_heads": 7, "n_groups": 5}
"""Ints that programs are given; `d_model` is a multiple of `n_heads`."""

OTHER_SIZES = 12
"""At how many other assignments of sizes a program is run that failed at these."""

COMPOSITE = (60, 84, 90, 105, 126, 140)
"""None a multiple of another, the product of two mostly one of a third."""

MOST_ELEMENTS = 400_000
SMALLEST_NAMED = 8
"""A smaller size is one that the program's constants make, and is written as a number."""


def other_sizes(axes: Collection[str] = ()) -> Iterator[Mapping[str, int]]:
    """Further sizes for the same names, the same each time, with nothing simple between any two of them either.

    The counts are small here, so that something is a multiple of them now and then, and no axis is always the larger.
    In the last ones a count is 1, or as long as an axis, or half as long: nothing promises that it isn't; or one of
    the `axes` is a multiple of another, as many times as no program says.
    """
    source = random.Random(0)
    for number in range(OTHER_SIZES):
        counts = dict(zip(COUNTS, source.sample((2, 3), len(COUNTS)), strict=True))
        if number < OTHER_SIZES / 2:
            yield dict(zip(SIZES, source.sample(COMPOSITE, len(SIZES)), strict=True)) | counts
            continue
        sizes: list[int] = []
        while len(sizes) < len(SIZES):
            sizes.append(source.choice([size for size in range(20, 150) if all(_are_apart(size, o) for o in sizes)]))
        yield dict(zip(SIZES, sizes, strict=True)) | counts
    even = dict(zip(SIZES, COMPOSITE, strict=True))
    for count, size in itertools.product(COUNTS, (1, *COMPOSITE, *(size // 2 for size in COMPOSITE))):
        yield even | dict.fromkeys(COUNTS, 2) | {count: size}
    for large, small in itertools.permutations(axes, 2):
        yield SIZES | COUNTS | {large: 11 * 17, small: 17}


def _are_apart(one: int, other: int) -> bool:
    """Whether neither is nearly the other, its double or its triple: then no slip would go unnoticed between them."""
    return all(abs(one - k * other) > 4 and abs(k * one - other) > 4 for k in (1, 2, 3))


def spelled(size: int, known: Mapping[str, int]) -> str | None:
    """The simplest expression over the known names that has this size, None if none of the simple ones has."""
    if size < SMALLEST_NAMED and size not in known.values():
        return str(size)
    return next((text for text, value in _expressions(known) if value == size), None)


def _expressions(known: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    yield from known.items()
    for name, size in known.items():
        if size < SMALLEST_NAMED:
            continue
        yield from ((f"{name}-{k}", size - k) for k in range(1, 5))
        yield from ((f"{name}+{k}", size + k) for k in range(1, 5))
        yield from ((f"{k}*{name}", k * size) for k in (2, 3))
        yield from ((f"{name}//{k}", size // k) for k in (2, 3) if size // k >= SMALLEST_NAMED)
    for (one, first), (other, second) in itertools.combinations(known.items(), 2):
        yield from ((f"{one}*{other}", first * second), (f"{one}+{other}", first + second))
        if second and first % second == 0:
            yield f"{one}//{other}", first // second
