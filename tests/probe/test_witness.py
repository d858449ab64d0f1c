"""Witnesses: no size stays the same from one to the next, and none is another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from shapecoach.probe.witness import Witnesses, modest, modestly_rising, rising, standard
from shapecoach.shapes.dim import Symbol


@pytest.mark.parametrize("witnesses_of", [standard, rising, modest, modestly_rising])
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
