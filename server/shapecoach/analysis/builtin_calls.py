"""Python's own functions, and the few library calls that aren't plain tensor operations."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis import arrays, batches, modules
from shapecoach.analysis.declared_types import PlainType
from shapecoach.analysis.joining import join
from shapecoach.analysis.values import Dictionary, Guess, Listing, Mapped, MaybeNone, Partial, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Module, Real, Seq, Sizes, Slice, SomeBool, Unknown
from shapecoach.probe.equations import product_of
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

Kwargs = Mapping[str, Value]
MOST_MAPPED = 16
Rule = Callable[[Walk, Sequence[Value], Kwargs, ast.expr], Value]


def _len(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    match args:
        case [Tensor(shape=Shape(axes=axes) as shape)] if axes and shape.run is None:
            return next(shape.plain_dims())
        case [Seq() | Module() as held] if (items := _items(held)) is not None:
            return Dim.of(len(items))
        case [Listing(length=Dim() as length)]:
            return length
        case _:
            return fresh_dim()


def _range(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    if not args:
        return Listing(fresh_dim())
    bounds = [arg.constant if isinstance(arg, Dim) else None for arg in args]
    known = [bound for bound in bounds if bound is not None]
    if bounds and len(known) == len(bounds) <= 3 and 0 not in known[2:]:
        numbers = range(*known)
        if len(numbers) <= 8:
            return Seq(tuple(Dim.of(number) for number in numbers), is_list=True)
    first, *last = args
    start, stop = (Dim.of(0), first) if not last else (first, last[0])
    if not isinstance(start, Dim) or not isinstance(stop, Dim):
        return Listing(fresh_dim())
    step = args[2] if len(args) > 2 else Dim.of(1)
    is_known = len(args) < 3 and start.constant is not None
    return Listing(fresh_dim(below=stop if _rises(start, step) else None), stop - start if is_known else None)


def _rises(start: Dim, step: Value) -> bool:
    """Whether a range counts up, from 0 or more; one from 0 does, or is empty, unless its step says that it falls."""
    if not isinstance(step, Dim) or not start.is_never_negative or (-step).is_never_negative:
        return False
    return step.is_never_negative or start.constant == 0


def _items(value: Value) -> tuple[Value, ...] | None:
    from shapecoach.analysis.assignment import items_of

    return items_of(value)


def _item(value: Value) -> Value:
    from shapecoach.analysis.assignment import any_item

    return any_item(value)


def _length(value: Value) -> Dim | None:
    from shapecoach.analysis.lengths import length_of

    return length_of(value)


def _zip(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    all_items = [_items(arg) for arg in args]
    known = [items for items in all_items if items is not None]
    if known and len(known) == len(all_items):
        return Seq(tuple(Seq(pair) for pair in zip(*known, strict=False)), is_list=True)
    lengths = {_length(arg) for arg in args}
    return Listing(Seq(tuple(map(_item, args))), lengths.pop() if len(lengths) == 1 else None)


def _enumerate(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    items = _items(args[0]) if args else None
    if items is not None:
        return Seq(tuple(Seq((Dim.of(index), item)) for index, item in enumerate(items)), is_list=True)
    if not args:
        return Listing(Seq((fresh_dim(), UNKNOWN)))
    length = _length(args[0])
    counter = fresh_dim(below=length if isinstance(length, Dim) and len(args) == 1 and not kwargs else None)
    return Listing(Seq((counter, _item(args[0]))), length)


def _slice(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    match args:
        case [stop]:
            return Slice(None, stop, None)
        case [start, stop, *step] if len(step) < 2:
            return Slice(start, stop, *(step or [None]))
        case _:
            return UNKNOWN


def _sequence(is_list: bool) -> Rule:
    def make(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        if not args:
            return Seq((), is_list)
        items = _items(args[0])
        if items is not None:
            return Seq(items, is_list, is_promised=isinstance(args[0], Seq) and args[0].is_promised)
        if isinstance(args[0], Sizes):
            return args[0]
        return UNKNOWN if isinstance(item := _item(args[0]), Unknown) else Listing(item, _length(args[0]))

    return make


def _reversed(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    items = _items(args[0]) if args else None
    if items is not None:
        return Seq(tuple(reversed(items)), is_list=True)
    return Listing(_item(args[0]), _length(args[0])) if args else Listing(UNKNOWN)


def _iter(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return Listing(_item(args[0])) if len(args) == 1 else UNKNOWN


def _next(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """Any of the items; how many an iterator has left nobody counts."""
    if not args:
        return UNKNOWN
    match node:
        case ast.Call(args=[ast.Name(), *_]) if isinstance(args[0], Seq | Listing):
            walk.changed(args[0], Listing(_item(args[0])))
        case _:
            pass
    return join(_item(args[0]), args[1]) if len(args) > 1 else _item(args[0])


def _map(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    from shapecoach.analysis.calls import apply

    if len(args) != 2:
        return UNKNOWN
    items = _items(args[1])
    if items is None or len(items) > MOST_MAPPED:
        return Listing(apply(walk, args[0], [_item(args[1])], {}, node), _length(args[1]))
    return Seq(tuple(apply(walk, args[0], [item], {}, node) for item in items), is_list=True)


def _filter(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return Listing(_item(args[1])) if len(args) == 2 else UNKNOWN


def _sorted(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    items = _items(args[0]) if args else None
    if items is None:
        return Listing(_item(args[0]) if args else UNKNOWN)
    return Seq((_item(args[0]),) * len(items), is_list=True)


def _int(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    match args:
        case [Dim() as size, *_] | [Guess(is_fraction=False) as size, *_]:
            return size
        case [Guess() as number, *_]:
            return replace(number, dim=fresh_dim(), is_fraction=False)
        case _:
            return fresh_dim()


def _float(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return Real()


def _bool(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return SomeBool()


def _extreme(pick: Callable[[int, int], int]) -> Rule:
    def of(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        sizes = [arg.constant if isinstance(arg, Dim) else None for arg in args]
        if len(sizes) == 2 and sizes[0] is not None and sizes[1] is not None:
            return Dim.of(pick(sizes[0], sizes[1]))
        if all(isinstance(arg, Dim | Guess) for arg in args):
            return args[0] if len(set(args)) == 1 else fresh_dim()
        return Real() if any(isinstance(arg, Real) for arg in args) else UNKNOWN

    return of


def _sum(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    from shapecoach.analysis.operators import binary

    items = _items(args[0]) if args else None
    if items is None and args and isinstance(item := _item(args[0]), Tensor):
        items = (item, item)  # as many as there are, they are all alike
    if not items:
        return UNKNOWN
    total = args[1] if len(args) > 1 else kwargs.get("start", Dim.of(0))
    for item in items:
        total = binary(walk, ast.Add(), total, item, node, (node, node))
    return total


def _partial(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return Partial(args[0], tuple(args[1:]), tuple(kwargs.items())) if args else UNKNOWN


def _getattr(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    from shapecoach.analysis.attributes import attribute

    return attribute(walk, args[0], args[1], node) if len(args) >= 2 and isinstance(args[1], str) else UNKNOWN


def _super(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return Partial(PlainType("super"), (walk.instance,), ()) if walk.instance is not None else UNKNOWN


def _dict(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    match args:
        case []:
            return Mapped(tuple(kwargs.items()))
        case [Mapped(items=pairs)]:
            return Mapped((*pairs, *kwargs.items()))
        case [Seq(items=items)] if all(isinstance(i, Seq) and len(i.items) == 2 for i in items):
            pairs = [(item.items[0], item.items[1]) for item in items]
            return Mapped((*pairs, *kwargs.items())) if all(isinstance(key, str) for key, _ in pairs) else UNKNOWN
        case _:
            return UNKNOWN


def _values_of(value: Value) -> Value:
    """The values of a dict as a list."""
    match value:
        case Mapped(items=pairs):
            return Seq(tuple(item for _, item in pairs), is_list=True)
        case Dictionary(item=item):
            return Listing(item)
        case _:
            return UNKNOWN


def _dict_values(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return _values_of(args[0]) if args else UNKNOWN


def _dict_keys(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    items = _items(args[0]) if args else None
    return Seq(items, is_list=True) if items is not None else Listing(UNKNOWN)


def _dict_items(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    both = (_dict_keys(walk, args, kwargs, node), _dict_values(walk, args, kwargs, node))
    return _zip(walk, both, {}, node)


def _dict_get(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    match args:
        case [Mapped(items=pairs), str() as key] if key in dict(pairs):
            return dict(pairs)[key]
        case [Dictionary(item=item), _]:
            return MaybeNone(item)
        case [Dictionary(item=item), _, default]:
            return join(item, default)
        case _:
            return UNKNOWN


def _prod(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`math.prod(x.shape[1:])`: the number of elements."""
    match args:
        case [Sizes()]:
            return fresh_dim()
        case [Seq(items=items)] if all(isinstance(item, Dim) for item in items) and not kwargs:
            return product_of([item for item in items if isinstance(item, Dim)])
        case _:
            return UNKNOWN


def _same(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    return args[-1] if args else UNKNOWN


RULES: dict[str, Rule] = {
    **arrays.RULES,
    **batches.RULES,
    **modules.RULES,
    "builtins.len": _len,
    "builtins.range": _range,
    "builtins.slice": _slice,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.list": _sequence(is_list=True),
    "builtins.tuple": _sequence(is_list=False),
    "builtins.reversed": _reversed,
    "builtins.iter": _iter,
    "builtins.next": _next,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.sorted": _sorted,
    "builtins.int": _int,
    "builtins.float": _float,
    "builtins.bool": _bool,
    "builtins.isinstance": _bool,
    "builtins.hasattr": _bool,
    "builtins.callable": _bool,
    "builtins.all": _bool,
    "builtins.any": _bool,
    "builtins.min": _extreme(min),
    "builtins.max": _extreme(max),
    "builtins.sum": _sum,
    "builtins.getattr": _getattr,
    "builtins.super": _super,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "builtins.round": _int,
    "builtins.dict.values": _dict_values,
    "builtins.dict.keys": _dict_keys,
    "builtins.dict.items": _dict_items,
    "builtins.dict.get": _dict_get,
    "functools.partial": _partial,
    "typing.cast": _same,
    "torch.Size": _sequence(is_list=False),
    **{f"math.{name}": _float for name in "sqrt log exp log2 log10 sin cos pow".split()},
    "math.prod": _prod,
    "math.ceil": _int,
    "math.floor": _int,
}

DICT_METHODS = frozenset(path.rpartition(".")[2] for path in RULES if path.startswith("builtins.dict."))
"""The methods of dicts that are known, of those that leave the dict as it is."""
