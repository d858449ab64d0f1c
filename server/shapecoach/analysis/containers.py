"""Lists, dicts and `nn.Sequential` that a program changes: a value never changes, so whoever holds it gets another."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce

from shapecoach.analysis.joining import join
from shapecoach.analysis.values import Dictionary, HeldMethod, Instance, Listing, Mapped, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Module, Seq
from shapecoach.shapes.dim import Dim

Kwargs = Mapping[str, Value]
SEQUENTIAL = "torch.nn.Sequential"
OF_LISTS = frozenset("append extend insert pop index count copy clear remove reverse sort".split())
OF_DICTS = frozenset("update pop setdefault copy clear popitem".split())
OF_SEQUENTIALS = frozenset("append extend insert add_module register_module pop".split())
_LOOKS_ON = frozenset({"index", "count", "copy"})


def is_changeable(value: Value) -> bool:
    """Whether it is a list or dict, which whoever holds it may change."""
    return isinstance(value, Listing | Mapped | Dictionary) or (isinstance(value, Seq) and value.is_list)


def call_method(walk: Walk, method: HeldMethod, args: Sequence[Value], kwargs: Kwargs) -> Value:
    """A method that changes what stands at a place changes what that holds; what else holds it is forgotten."""
    from shapecoach.analysis.expressions import evaluate

    if isinstance(method.place, ast.Name) and method.place.id not in walk.env:
        return UNKNOWN
    with walk.silently():
        before = evaluate(walk, method.place)
    if method.name in _LOOKS_ON:
        return _copied(before) if method.name == "copy" else UNKNOWN
    after, result = _after(before, method.name, args, kwargs)
    _change_at(walk, method.place, before, after)
    return result


def _copied(held: Value) -> Value:
    """A list or dict of its own: what happens to the one doesn't happen to the other."""
    return replace(held) if isinstance(held, Seq | Listing | Mapped | Dictionary) else UNKNOWN


def _after(before: Value, name: str, args: Sequence[Value], kwargs: Kwargs) -> tuple[Value, Value]:
    """What a container is after a call of one of its methods, and what the call gives."""
    match before, name, [*args, *(kwargs[key] for key in ("module",) if key in kwargs)]:
        case (Listing(item=like), "append", [item]) | (Listing(item=like), "extend", [Listing(item=item)]):
            return Listing(join(like, item)), None
        case (Listing(item=like), "pop", _):
            return UNKNOWN, like
        case (Mapped(items=pairs), "update", [] | [Mapped()] as more):
            others = [pair for other in more for pair in other.items]
            return _with_items(before, [*others, *kwargs.items()]), None
        case (Mapped(items=pairs), "pop", [str() as key, *_]) if key in dict(pairs):
            return Mapped(tuple(pair for pair in pairs if pair[0] != key)), dict(pairs)[key]
        case (Mapped(items=pairs), "setdefault", [str() as key, value]):
            held = dict(pairs).get(key, value)
            return _with_items(before, [(key, held)]), held
        case (Seq(items=items) | Module(args=items), _, given):
            changed = _list_after(items, name, given)
            if changed is None:
                return UNKNOWN, UNKNOWN
            items, result = changed
            return (Module(SEQUENTIAL, items) if isinstance(before, Module) else Seq(items, is_list=True)), result
        case _:
            return UNKNOWN, UNKNOWN


def _list_after(items: tuple[Value, ...], name: str, args: Sequence[Value]) -> tuple[tuple[Value, ...], Value] | None:
    """The items of a list, or modules of a Sequential, after a call; None where nobody can tell."""
    match name, args:
        case ("append", [item]) | ("add_module" | "register_module", [str(), item]):
            return (*items, item), None
        case "extend", [Seq(items=more) | Module(path="torch.nn.Sequential", args=more)]:
            return (*items, *more), None
        case "insert", [Dim(constant=int() as at), item]:
            return (*items[:at], item, *items[at:]), None
        case "pop", [] if items:
            return items[:-1], items[-1]
        case "pop", [Dim(constant=int() as at)] if -len(items) <= at < len(items):
            at %= len(items)
            return (*items[:at], *items[at + 1 :]), items[at]
        case _:
            return None


def _with_items(before: Mapped, more: Sequence[tuple[str, Value]]) -> Mapped:
    return Mapped(tuple({**dict(before.items), **dict(more)}.items()))


def stored(walk: Walk, target: ast.Subscript, held: Value, value: Value) -> None:
    """`held[key] = value`."""
    from shapecoach.analysis.expressions import evaluate

    with walk.silently():
        key = evaluate(walk, target.slice)
    _change_at(walk, target.value, held, _with_item(held, key, value))


def _with_item(held: Value, key: Value, value: Value) -> Value:
    """What a list or dict is after something was stored in it."""
    match held, key:
        case Mapped(), str():
            return _with_items(held, [(key, value)])
        case Mapped(items=pairs), _:
            return Dictionary(reduce(join, [value, *(item for _, item in pairs)]))
        case Dictionary(item=item), _:
            return Dictionary(join(item, value))
        case Listing(item=item), Dim():
            return Listing(join(item, value))
        case Seq(items=items, is_list=True), Dim(constant=int() as at) if -len(items) <= at < len(items):
            at %= len(items)
            return Seq((*items[:at], value, *items[at + 1 :]), is_list=True)
        case _:
            return UNKNOWN


def may_have_changed(walk: Walk, method: ast.expr) -> None:
    """Forget the list or dict of which some item, nobody knows which, was perhaps changed: `rows[i].append(x)`."""
    from shapecoach.analysis.expressions import evaluate

    if not isinstance(method, ast.Attribute) or method.attr not in OF_LISTS | OF_DICTS:
        return
    holder = method.value
    while isinstance(holder, ast.Subscript):
        holder = holder.value
        with walk.silently():
            held = evaluate(walk, holder)
        if is_changeable(held):
            walk.forget(held)


def deleted(walk: Walk, target: ast.Subscript) -> None:
    """`del held[key]`."""
    from shapecoach.analysis.expressions import evaluate

    with walk.silently():
        held, key = evaluate(walk, target.value), evaluate(walk, target.slice)
    if isinstance(held, Mapped) and isinstance(key, str):
        _change_at(walk, target.value, held, _after(held, "pop", [key], {})[0])
    elif is_changeable(held):
        walk.forget(held)


def _change_at(walk: Walk, node: ast.expr, before: Value, after: Value) -> None:
    """Change the list or dict that an expression names; where it isn't clear who holds it, nobody knows it any more."""
    from shapecoach.analysis.expressions import evaluate

    match node:
        case ast.Name(id=name):
            _change(walk, before, after, name, None)
        case ast.Attribute(value=owner, attr=name):
            with walk.silently():
                instance = evaluate(walk, owner)
            if isinstance(instance, Instance) and not (instance.is_kept and not walk.reading.keeps):
                _change(walk, before, after, name, instance)
            else:
                walk.forget(before)
        case ast.Subscript(value=outer, slice=place):  # of a list in another
            with walk.silently():
                held, key = evaluate(walk, outer), evaluate(walk, place)
            walk.forget(before)
            _change_at(walk, outer, held, _with_item(held, key, after))
        case _:
            walk.forget(before)


def _change(walk: Walk, before: Value, after: Value, name: str, owner: Instance | None) -> None:
    walk.changed(before, after)
    walk.reading.effects += owner is not None
    holder = walk.env if owner is None else owner.attributes  # forgetting may have made it anew
    holder[name] = after
