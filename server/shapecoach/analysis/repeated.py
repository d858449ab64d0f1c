"""Calls of which one is walked for all that are like it: the heads of a layer, the blocks of a model.

Like it is a call of the same function with the same arguments, objects that were made alike counting as the same,
within one call from outside or one definition, where no module's name is bound to something else meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from shapecoach.analysis.identity import as_a_value_of_its_own
from shapecoach.analysis.values import Function, Guess, Instance, Mapped, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Real, Seq, SomeBool, map_value, symbols_of, tensors_of
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

DEEPEST_OBJECT = 8


class _CannotTellError(Exception):
    """Two such values can't be told to be alike."""


def once(walk: Walk, function: Function, given: tuple[tuple[str, Value], ...], make: Callable[[], Value]) -> Value:
    """What `make` makes of a call, or what another made that is like it and left no trace."""
    if walk.calls is None or function.is_constructor or function.is_generator:
        return make()
    if function.closure is not function.module.names:
        return make()
    held: list[Tensor] = []
    try:
        parts = tuple((name, _like(value, held, 0)) for name, value in given)
        key = function, parts, walk.instance, walk.quiet > 0, walk.hushed > 0, walk.gives_way > 0, walk.depth
        known = walk.calls.get(key)
    except (_CannotTellError, TypeError):  # or something that nobody can hash
        return make()
    if known is not None and known[:2] == (walk.reading.effects, walk.bindings):
        return as_a_value_of_its_own(known[2])
    before = _traces(walk)
    value = make()
    if before == _traces(walk) and not walk.reading.budget.is_spent and _is_new(value, held, parts):
        walk.calls[key] = walk.reading.effects, walk.bindings, value
    return value


def _traces(walk: Walk) -> tuple[object, ...]:
    """What a call may change besides what it gives."""
    names = dict(walk.pattern_names), dict(walk.spellings)
    return walk.bindings, walk.numbers, walk.reading.effects, len(walk.exchanged), walk.reshaped_any, names


def _is_new(value: Value, held: list[Tensor], parts: Value) -> bool:
    """Whether it is made of tensors of its own, and of no size that came up in the call: in another it is another.

    What else may change later, an object or a dict, is another one in each call.
    """
    leaves = (part for part in parts_of(value) if not isinstance(part, Seq | tuple))
    if not all(leaf is None or isinstance(leaf, Tensor | Dim | Real | SomeBool | bool | str) for leaf in leaves):
        return False
    is_given = any(one is other for one in tensors_of(value) for other in held)
    return not is_given and symbols_of(value) <= symbols_of(parts)


def _like(value: Value, held: list[Tensor], depth: int) -> Value:
    """A value with what its objects are made of in their place."""

    def change(leaf: Value) -> Value:
        match leaf:
            case Tensor():
                held.append(leaf)
                return leaf
            case Instance():
                if depth > DEEPEST_OBJECT or leaf.is_kept:
                    raise _CannotTellError
                made_with = tuple(sorted(leaf.sizes.items()))
                attributes = tuple((name, _like(part, held, depth + 1)) for name, part in leaf.attributes.items())
                return "object", leaf.cls, made_with, leaf.axes, attributes
            case MaybeNone(value=inner):
                return "perhaps", _like(inner, held, depth)
            case Mapped(items=items):
                return "dict", tuple((name, _like(part, held, depth)) for name, part in items)
            case Guess():
                raise _CannotTellError
            case _:
                return leaf

    return map_value(value, change)
