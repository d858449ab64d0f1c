"""Witnesses: no size stays the same from one to the next, and none is another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from shapecoach.probe.witness import Witnesses, few, modest, modestly_rising, rising, standard
from shapecoach.shapes.dim import Symbol


@pytest.mark.parametrize("witnesses_of", [standard, rising, few, modest, modestly_rising])
@pytest.mark.parametrize("number", range(1, 13))
def test_sizes_tell_symbols_apart(witnesses_of: Callable[[Sequence[Symbol]], Witnesses], number: int) -> None:
    symbols = [Symbol(f"s{index}") for index in range(number)]
    witnesses = witnesses_of(symbols)
    for symbol in symbols:
        assert len({witness.sizes[symbol] for witness in witnesses}) == 3
    for witness in witnesses:
        assert len(set(witness.sizes.values())) == number


@pytest.mark.parametrize("witnesses_of", [rising, modestly_rising])
def test_rising_sizes_rise(witnesses_of: Callable[[Sequence[Symbol]], Witnesses]) -> None:
    symbols = [Symbol(name) for name in "dbca"]
    for witness in witnesses_of(symbols):
        sizes = [witness.sizes[symbol] for symbol in symbols]
        assert sizes == sorted(sizes)


@pytest.mark.parametrize("number", [16, 40, 1000])
def test_many_sizes_beyond_a_large_bound_are_found_at_once(number: int) -> None:
    symbols = [Symbol(f"s{index}") for index in range(number)]
    for witness in rising(symbols, beyond=2**16):
        sizes = list(witness.sizes.values())
        assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("witnesses_of", [standard, few, modest])
@pytest.mark.parametrize("number", range(2, 6))
def test_what_is_cut_off_passes_for_neither_size(
    witnesses_of: Callable[[Sequence[Symbol]], Witnesses], number: int
) -> None:
    symbols = [Symbol(f"s{index}") for index in range(number)]
    witnesses = witnesses_of(symbols)
    for first, second in permutations(symbols, 2):
        for less in (0, 1, 2):
            firsts, seconds = ([witness.sizes[symbol] for witness in witnesses] for symbol in (first, second))
            shorter = [size - less for size in seconds]
            assert [min(sizes) for sizes in zip(firsts, shorter, strict=True)] not in (firsts, shorter)
