"""Sizes that hang on values (`n_kept`): the same value always gives the same one, and each has a name of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk, fresh_size
from shapecoach.probe.arguments import map_value, substitute, symbols_of
from shapecoach.probe.counts import deciding
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor


def as_a_value_of_its_own(value: Value) -> Value:
    """A result made of tensors that are no other operation's: two tensors are the same value by being one object."""
    return map_value(value, lambda leaf: replace(leaf) if isinstance(leaf, Tensor) else leaf)


def settled(
    walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr, value: Value
) -> Value:
    """The result with the sizes in it that hang on values exchanged for those that the same values gave before."""
    new = [symbol for symbol in symbols_of(value) - symbols_of((tuple(args), tuple(kwargs.items()))) if _counts(symbol)]
    if not new:
        return value
    decided_by = deciding(path, args, tuple(sorted(kwargs.items())))
    sizes: dict[Symbol, Dim] = {}
    for symbol in new:
        key = (symbol.name, *(id(part) if isinstance(part, Tensor) else part for part in decided_by))
        try:
            known = walk.counted.get(key)
        except TypeError:  # something that can't be looked up
            return value
        if known is None:
            # The values are kept, so that no other is ever taken for one of them.
            known = walk.counted[key] = fresh_size(_name(walk, symbol.name, node), Kind.UNKNOWN), decided_by
        sizes[symbol] = known[0]
    return substitute(value, sizes)


def _counts(symbol: Symbol) -> bool:
    return symbol.kind is Kind.UNKNOWN and not symbol.is_nameless


def take_names(walk: Walk, values: Iterable[Value]) -> None:
    """The numbers that arguments hold have their names already: what is counted in the call gets others."""
    for symbol in symbols_of(tuple(values)):
        if _counts(symbol):
            name, _, number = symbol.name.rpartition("_")
            name, taken = (name, int(number)) if number.isdigit() else (symbol.name, 1)
            places = walk.count_places.setdefault(name, [])
            places += ((0, place) for place in range(len(places), taken))


def _name(walk: Walk, name: str, node: ast.expr) -> str:
    """`n_kept`, and `n_kept_2` for the next place that makes one."""
    places = walk.count_places.setdefault(name, [])
    place = (node.lineno, node.col_offset)
    if place not in places:
        places.append(place)
    number = places.index(place) + 1
    return name if number == 1 else f"{name}_{number}"
