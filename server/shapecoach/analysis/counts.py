"""Sizes that hang on values (`n_kept`): the same value always gives the same one, and each has a name of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from shapecoach.analysis.values import Value, substituted
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import substitute, symbols_of
from shapecoach.probe.counts import deciding
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor


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
            known = walk.counted[key] = fresh_dim(name_here(walk, symbol.name, node), Kind.UNKNOWN), decided_by
        sizes[symbol] = known[0]
    return substitute(value, sizes)


def _counts(symbol: Symbol) -> bool:
    return symbol.kind is Kind.UNKNOWN and not symbol.is_nameless


def named_here(walk: Walk, inner: Walk, given: Iterable[Value], result: Value, node: ast.AST) -> Value:
    """What a call gave, the sizes that came up in it under names of their own among those of the caller.

    These are the numbers that were counted in it and the axes that only its annotations name.  Another call of it makes
    others, and what the caller has of that name may be something else, or the same: they may turn out equal.
    """
    declared = {dim.symbol for dim in inner.axis_names.values() if dim.symbol and dim.symbol.scope == inner.scope}
    new = {symbol for symbol in symbols_of(result) if _counts(symbol) or symbol in declared}
    if not new:
        return result
    sizes: dict[Symbol, Dim] = {}
    for symbol in sorted(new - symbols_of((*given, *walk.env.values())), key=lambda symbol: symbol.sort_key):
        kind = symbol.kind if symbol.kind is Kind.UNKNOWN else Kind.OPEN
        size = sizes[symbol] = fresh_dim(name_here(walk, _stem(symbol.name)[0], node), kind)
        if symbol in walk.origins and size.symbol is not None:
            walk.origins[size.symbol] = walk.origins[symbol]
    return substituted(result, sizes)


def take_names(walk: Walk, values: Iterable[Value]) -> None:
    """The numbers that arguments hold have their names already: what is counted in the call gets others."""
    for symbol in symbols_of(tuple(values)):
        if _counts(symbol):
            name, taken = _stem(symbol.name)
            places = walk.count_places.setdefault(name, [])
            places += ((0, place) for place in range(len(places), taken))


def name_here(walk: Walk, name: str, node: ast.AST) -> str:
    """`n_kept`, and `n_kept_2` for the next place that makes one, or where the walked function has its own `n_kept`."""
    places = walk.count_places.setdefault(name, [(0, 0)] if name in walk.axis_names else [])
    at = walk.source.range(node).start
    place = (at.line + 1, at.character)
    if place not in places:
        places.append(place)
    number = places.index(place) + 1
    return name if number == 1 else f"{name}_{number}"


def _stem(name: str) -> tuple[str, int]:
    """`n_kept_2` is the second `n_kept`."""
    stem, _, number = name.rpartition("_")
    return (stem, int(number)) if stem and number.isdigit() else (name, 1)
