"""Sizes that nothing is known about but that each equals itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from shapecoach.shapes.dim import Dim, Kind, Symbol

_numbers = count(1)


def fresh_dim(name: str = "", kind: Kind = Kind.UNKNOWN, below: Dim | None = None) -> Dim:
    """A size that nothing is known about but that it equals itself; `name` says what it counts, where that is known."""
    number = f"?{next(_numbers)}"
    return Dim.of(Symbol(name or number, kind, number if name else "", below))


def is_of_a_callee(symbol: Symbol) -> bool:
    """Whether it is a size that `fresh_dim` gave a name, which nothing but a function that was called knows it by."""
    return symbol.scope.startswith("?")


def afresh(symbols: Iterable[Symbol], known: Iterable[Symbol]) -> dict[Symbol, Dim]:
    """A fresh size for every unknown one that is not among the known.

    Two calls of `nonzero` on equal shapes give the same answer out of the memo, but not the same size.
    """
    unknown = (symbol for symbol in set(symbols) - set(known) if symbol.kind is Kind.UNKNOWN)
    return {symbol: fresh_dim("" if symbol.is_nameless else symbol.name, below=symbol.below) for symbol in unknown}
