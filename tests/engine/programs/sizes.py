"""The sizes that programs run at, and saying a size in the names that are in scope."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

SIZES = {"batch": 37, "seq": 61, "rows": 79, "cols": 89, "width": 109, "d_model": 133}
"""So far apart that no sum, difference, multiple or part of some of them is near that of others."""

COUNTS = {"n_heads": 7, "n_groups": 5}
"""Ints that programs are given; `d_model` is a multiple of `n_heads`."""

MOST_ELEMENTS = 400_000
SMALLEST_NAMED = 8
"""A smaller size is one that the program's constants make, and is written as a number."""


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
        if first % second == 0:
            yield f"{one}//{other}", first // second
