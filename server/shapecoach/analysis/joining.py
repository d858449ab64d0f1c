"""What is known where there are two ways to a point: of a value that is one of two, and of all names."""

from __future__ import annotations

import builtins
from functools import reduce
from typing import TypeVar

from shapecoach.analysis.bindings import Bindings
from shapecoach.analysis.identity import as_a_value_of_its_own
from shapecoach.analysis.values import Dictionary, Instance, Listing, Mapped, MaybeNone, Value
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, Unknown, map_value, substitute, symbols_of
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import ANY, Tensor

K = TypeVar("K")
V = TypeVar("V")

BUILTINS = frozenset(dir(builtins))


def join(first: Value, second: Value) -> Value:
    """What is known of a value that is one of two."""
    if first is second:
        return first
    if _same(first, second):
        return as_a_value_of_its_own(first)
    if isinstance(first, Tensor) and isinstance(second, Tensor) and first.framework == second.framework:
        first = first if first.dtype == second.dtype else first.with_dtype(ANY)
        if first.shape is None or second.shape is None:
            return first.with_shape(None)
        if first.shape.rank is None or first.shape.rank != second.shape.rank:
            return first.with_shape(first.shape if first.shape == second.shape else None)
        axes = tuple(
            a if a == b else _join_axes(a, b) for a, b in zip(first.shape.axes, second.shape.axes, strict=True)
        )
        return first.with_shape(Shape(axes))
    if isinstance(first, Seq) and isinstance(second, Seq) and len(first.items) == len(second.items):
        is_promised = first.is_promised or second.is_promised
        return Seq(tuple(map(join, first.items, second.items)), first.is_list, first.names, is_promised)
    if _is_list(first) and _is_list(second):
        return Listing(reduce(join, (*_items(first), *_items(second))))
    if isinstance(first, Mapped | Dictionary) and isinstance(second, Mapped | Dictionary):
        return _join_dicts(first, second)
    if isinstance(first, Instance) and isinstance(second, Instance) and first.cls is second.cls:
        return _join_objects(first, second)
    if isinstance(first, Dim) and isinstance(second, Dim):
        return fresh_dim()
    if isinstance(first, MaybeNone) or isinstance(second, MaybeNone):
        one, other = _some(first), _some(second)
        inner = one if other is None else other if one is None else join(one, other)
        return inner if isinstance(inner, Unknown) else MaybeNone(inner)
    if first is None or second is None:
        some = second if first is None else first
        # A size or a list may be None and mean something by it (`x.sum(dim)`); these are not used while they are None.
        return MaybeNone(some) if isinstance(some, Tensor | Instance | Module) else UNKNOWN
    return UNKNOWN


def _is_list(value: Value) -> bool:
    return isinstance(value, Listing) or (isinstance(value, Seq) and value.is_list)


def _join_dicts(first: Mapped | Dictionary, second: Mapped | Dictionary) -> Value:
    """One of two dicts: item by item where they have the same keys, and else one of which only the items are known."""
    if isinstance(first, Mapped) and isinstance(second, Mapped):
        pairs = tuple(zip(first.items, second.items, strict=False))
        if len(first.items) == len(second.items) and all(mine[0] == other[0] for mine, other in pairs):
            return Mapped(tuple((mine[0], join(mine[1], other[1])) for mine, other in pairs))
    return Dictionary(reduce(join, (*_values(first), *_values(second))))


def _values(held: Mapped | Dictionary) -> tuple[Value, ...]:
    return (held.item,) if isinstance(held, Dictionary) else tuple(value for _, value in held.items)


def _items(value: Value) -> tuple[Value, ...]:
    return (value.item,) if isinstance(value, Listing) else value.items


def _join_objects(first: Instance, second: Instance) -> Instance:
    """One of two objects of a class: the first where they are alike, as two of the modules made in a loop are."""
    mine, theirs = first.attributes, second.attributes
    joined = {name: join(value, theirs.get(name, UNKNOWN)) for name, value in mine.items()}
    if all(joined[name] is value or joined[name] == value for name, value in mine.items()):
        return first
    either = first.copy()
    either.attributes = joined
    return either


def _some(value: Value) -> Value:
    return value.value if isinstance(value, MaybeNone) else value


def _join_axes(first: object, second: object) -> Axis:
    if isinstance(first, Axis) and isinstance(second, Axis) and first.dim == second.dim:
        return Axis(first.dim)
    return Axis(fresh_dim())


def is_settled(before: Value, now: Value) -> bool:
    """Whether two values say the same, any of their unknown sizes being as unknown as any other.

    How tensors lie in memory is told of a first pass alone.
    """
    if before is now or before == now:
        return True
    before, now = _in_no_order(before), _in_no_order(now)
    if isinstance(before, Instance) and isinstance(now, Instance):
        mine, others = before.attributes, now.attributes
        return before.cls is now.cls and all(is_settled(mine.get(n, UNKNOWN), value) for n, value in others.items())
    first, second = ([symbol for symbol in symbols_of(value) if symbol.is_nameless] for value in (before, now))
    if len(first) != len(second):
        return False
    any_size = Dim.of(Symbol("?", Kind.UNKNOWN))
    return substitute(before, dict.fromkeys(first, any_size)) == substitute(now, dict.fromkeys(second, any_size))


def _same(first: Value, second: Value) -> bool:
    return type(first) is type(second) and first == second


def _sizes_alone(value: Value) -> Value:
    """The value without how its tensors lie in memory and what their axes were merged from."""
    if not isinstance(value, Tensor) or value.shape is None:
        return value
    axes = (Axis(axis.dim) if isinstance(axis, Axis) else axis for axis in value.shape.axes)
    return value.with_shape(Shape(tuple(axes))).with_strides(None)


def _in_no_order(value: Value) -> Value:
    """The value without how its tensors lie in memory."""
    return map_value(value, lambda leaf: leaf.with_strides(None) if isinstance(leaf, Tensor) else leaf)


def _join_sizes(value: Value, other: Value, mine: Bindings, theirs: Bindings) -> Value:
    """What is known of a value of one of two paths, on each of which other sizes turned out to be equal."""
    first, second = mine.resolve(value), theirs.resolve(other)
    if isinstance(value, Tensor | Dim) and type(value) is type(other) and mine.replacements != theirs.replacements:
        # Where `n` turned out to be `3*k` on one path only, what is as long as `n` and as `3*k` is as long as `n`.
        for either, there, same in ((value, theirs, second), (other, mine, first)):
            if _sizes_alone(there.resolve(either)) == _sizes_alone(same):
                return either if first == second else _sizes_alone(either)
    return join(first, second)


_UNBOUND = object()


def join_names(first: dict[str, Value], second: dict[str, Value], mine: Bindings, theirs: Bindings) -> dict[str, Value]:
    """What is known of each name on either of two paths.

    What only one path binds is bound where it is used; but a size without a name no longer goes by that variable's.
    """
    joined = {**first, **second}
    made: dict[tuple[int, int], Value] = {}  # two names of one list are so afterwards
    for name, value in list(joined.items()):
        if first.get(name, _UNBOUND) is value and name in second:
            continue
        value, other = first.get(name, second.get(name)), second.get(name, first.get(name))
        if name in first and name in second:
            both = (id(value), id(other))
            if both not in made:
                made[both] = _join_sizes(value, other, mine, theirs)
            joined[name] = made[both]
        elif isinstance(value, Dim) and not value.has_name:
            joined[name] = fresh_dim()
        elif name in BUILTINS:
            joined[name] = UNKNOWN
    return joined


def common(first: dict[K, V], second: dict[K, V]) -> dict[K, V]:
    """What two dictionaries agree on, in the order of the first."""
    return {key: value for key, value in first.items() if key in second and second[key] == value}
