"""Indexing: `x[0, :, None]`, `xs[1]`, `config["d"]`."""

from __future__ import annotations

import ast
from contextlib import nullcontext
from dataclasses import replace

from shapecoach.analysis import checks
from shapecoach.analysis.operations import operate
from shapecoach.analysis.picked import told_of_missing_items
from shapecoach.analysis.values import Dictionary, Guess, Instance, Listing, Mapped, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, Sizes, Slice
from shapecoach.probe.masks import BOOL
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import SHORTEST_AXIS, Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Framework, Tensor


def index(walk: Walk, value: Value, key: Value, node: ast.Subscript) -> Value:
    """`value[key]`."""
    match value:
        case Tensor():
            return _tensor(walk, value, key, node)
        case Seq():
            checks.asked_for_size(walk, value, key, node)
            return sequence(value, key)
        case Instance(cls=cls, attributes=attributes) if cls.is_named_tuple:
            return sequence(Seq(tuple(attributes.get(name, UNKNOWN) for name in cls.fields)), key)
        case Sizes():
            return _sizes(value, key)
        case Listing(item=item):
            return _part_of_list(value, key) if isinstance(key, Slice) else _item(item, key)
        case Dictionary(item=item):
            return item
        case Mapped(items=items):
            return dict(items).get(key, UNKNOWN) if isinstance(key, str) else UNKNOWN
        case Module(path="torch.nn.Sequential", args=args) if not any(isinstance(arg, Listing) for arg in args):
            part = sequence(Seq(args), key)
            return Module("torch.nn.Sequential", part.items) if isinstance(part, Seq) else part
        case _:
            return UNKNOWN


def _item(item: Value, key: Value) -> Value:
    """An item of a list all of whose items are alike: where they are sizes, each is one of its own."""
    if not isinstance(item, Dim) or item.constant is not None:
        return item
    place = key.constant if isinstance(key, Dim) else None
    if place is None or place < 0 or item.symbol is None or item.symbol.is_nameless:
        return fresh_dim()
    return Dim.of(Symbol(f"{item.symbol.name}_{place}", item.symbol.kind, item.symbol.scope))


def _part_of_list(value: Listing, key: Slice) -> Value:
    """`rows[:2]`, where one and two items are taken to be there if there are as many as a name says."""
    match key:
        case Slice(start=None, stop=Dim(constant=int() as stop), step=None) if isinstance(value.length, Dim):
            if 0 <= stop <= SHORTEST_AXIS and not value.length.is_unknown:
                return Seq((value.item,) * stop, is_list=True)
            return Listing(value.item, Dim.smallest(value.length, Dim.of(stop)) if stop > 0 else None)
        case _:
            return Listing(value.item)


def sequence(value: Seq, key: Value) -> Value:
    """An item or a slice of a tuple or list."""
    if isinstance(key, Dim) and key.constant is not None:
        position = key.constant
        return value.items[position] if -len(value.items) <= position < len(value.items) else UNKNOWN
    if isinstance(key, Slice):
        bounds = [part.constant if isinstance(part, Dim) else part for part in (key.start, key.stop, key.step)]
        if all(bound is None or isinstance(bound, int) for bound in bounds) and all(
            not isinstance(part, Dim) or part.constant is not None for part in (key.start, key.stop, key.step)
        ):
            return replace(value, items=value.items[slice(*bounds)], names=())
    return UNKNOWN


def _sizes(sizes: Sizes, key: Value) -> Value:
    match key:
        case Dim(constant=int() as position):
            return size_at(sizes, position)
        case Slice(start=None | Dim(), stop=None | Dim(), step=None):
            bounds = [bound.constant if isinstance(bound, Dim) else bound for bound in (key.start, key.stop)]
            open_ended = any(isinstance(bound, Dim) and bound.constant is None for bound in (key.start, key.stop))
            return UNKNOWN if open_ended else part_of(sizes, *bounds)
        case _:
            return UNKNOWN


def size_at(sizes: Sizes, position: int) -> Value:
    """One of the sizes of a tensor with a run of axes: counted from the side that the run isn't on."""
    at = _place(sizes, position)
    return sizes.parts[at] if at is not None and not isinstance(sizes.parts[at], Run) else UNKNOWN


def part_of(sizes: Sizes, start: int | None, stop: int | None) -> Value:
    """`x.shape[start:stop]` where x has a run of axes."""
    first = 0 if start is None else _place(sizes, start)
    last = len(sizes.parts) if stop is None else _place(sizes, stop)
    return Sizes.of(sizes.parts[first:last]) if first is not None and last is not None else UNKNOWN


def _place(sizes: Sizes, position: int) -> int | None:
    """Where a position stands among the parts, or None where that hangs on how long the run is."""
    runs = [index for index, part in enumerate(sizes.parts) if isinstance(part, Run)]
    if 0 <= position <= runs[0]:
        return position
    behind = len(sizes.parts) - 1 - runs[-1]
    return len(sizes.parts) + position if 0 < -position <= behind else None


def _tensor(walk: Walk, tensor: Tensor, key: Value, node: ast.Subscript) -> Value:
    parts = key.items if isinstance(key, Seq) and not key.is_list else (key,)
    if any(isinstance(part, Guess) for part in parts):  # it may be a slice, a mask or a whole tuple as well as an int
        return tensor.with_shape(None)
    # Which item is taken never matters for the shape: an index of unknown size stands for the first.
    asked = tuple(_first(part) for part in parts)
    if asked.count(...) > 1 and tensor.shape is not None and tensor.shape.run is not None:
        return tensor.with_shape(None)  # only one of them stands for all axes that are left
    # PyTorch takes several ellipses of tensors with data, and refuses some of them without.
    with walk.silently() if asked.count(...) > 1 else nullcontext():
        result = operate(
            walk, "operator.getitem", (tensor, Seq(asked) if len(asked) != 1 else asked[0]), {}, node, (node.value,)
        )
    if isinstance(result, Tensor) and result.shape is not None and tensor.shape is not None:
        if not any(dim.constant == 0 or dim.is_unknown for dim in result.shape.plain_dims()):
            # Where nothing is left, PyTorch doesn't look which items are picked.
            told_of_missing_items(walk, walk.bindings.resolve(tensor), key, node)
        return result.with_shape(_refined(tensor.shape, result.shape, asked)).with_strides(result.strides)
    return result


def _first(part: Value) -> Value:
    match part:
        case Dim(constant=None):
            return Dim.of(0)
        case Tensor(shape=Shape(axes=()), framework=Framework.TORCH) if part.dtype.family == "int":
            return Dim.of(0)  # PyTorch takes a single number for an int; only bytes are a mask
        case _:
            return part


def _refined(before: Shape, after: Shape, parts: tuple[Value, ...]) -> Shape:
    """What the probe can't know: which axes `None` put in, and that what is sliced may be shorter than its bounds."""
    axes = _refined_axes(before, after, parts)
    if axes is not None:
        return Shape(axes)
    is_cut = any(isinstance(part, Slice) and _says_how_many(part) for part in parts)
    return _without_numbers(after) if is_cut and _is_open(before) else after


_EVERYTHING = Slice(None, None, None)


def _refined_axes(before: Shape, after: Shape, parts: tuple[Value, ...]) -> tuple[Axis | Run, ...] | None:
    """The axes of a result one by one; None where which of them came of which is too much to say."""
    lists = sum(map(_is_list_of_places, parts))
    plain = sum(part is None or part is ... or isinstance(part, Slice | Dim) for part in parts)
    if plain + lists < len(parts) or parts.count(...) > 1:
        return None
    if lists > 1 or (lists and any(isinstance(part, Dim) for part in parts)):
        return None  # what they pick together stands where the first does, or in front
    taken = sum(part is not None and part is not ... for part in parts)
    rest = (_EVERYTHING,) * (len(before.axes) - taken)
    at = parts.index(...) if ... in parts else len(parts)
    old, new = iter(before.axes), iter(after.axes)
    axes: list[Axis | Run] = []
    for part in (*parts[:at], *rest, *parts[at + 1 :]):
        source = None if part is None else next(old, None)
        axis = None if isinstance(part, Dim) else next(new, None)
        if isinstance(source, Run) is not isinstance(axis, Run):
            return None
        if part is None and isinstance(axis, Axis):
            axes.append(replace(axis, inserted=True))
        elif isinstance(part, Slice) and isinstance(source, Axis) and isinstance(axis, Axis):
            kept = replace(axis, inserted=source.inserted) if part == _EVERYTHING else axis
            axes.append(Axis(size) if (size := _cut_off(part, source.dim, axis.dim)) != axis.dim else kept)
        elif axis is not None:
            axes.append(axis)
    return (*axes, *new)


def _is_list_of_places(part: Value) -> bool:
    """Whether it picks items of one axis, and gives one axis: `[0, 2]`."""
    match part:
        case Seq(items=items, is_list=True):
            return bool(items) and all(isinstance(item, Dim) for item in items)
        case Tensor(shape=Shape(rank=1)):
            return part.dtype != BOOL and not part.dtype.may_be(BOOL)
        case _:
            return False


def _is_open(shape: Shape) -> bool:
    """Whether the size of an axis is no number."""
    return any(not isinstance(axis, Axis) or axis.dim.constant is None for axis in shape.axes)


def _cut_off(part: Slice, before: Dim, after: Dim) -> Dim:
    """How much is left of an axis, which may be shorter than a slice's bounds say; one item is taken to be there.

    `x[:20]` has 20 items only if x has as many: it is the smaller of 20 and of all that x has beyond the start.
    """
    if part == _EVERYTHING or after.constant == 1:
        return after
    match part:
        case Slice(start=None, stop=Dim(symbol=Symbol()) as stop, step=None) if before.constant is not None:
            return Dim.smallest(before, stop)
        case _:
            pass
    if (length := _counted_out(part, before)) is not None:
        return length
    if before.is_unknown or (_has_open_bound(part) and (before.constant is not None or after.constant == 0)):
        return fresh_dim()
    if before.constant is not None or after.constant is None:
        return after
    start, stop, step = (
        bound.constant if isinstance(bound, Dim) else None for bound in (part.start, part.stop, part.step)
    )
    if (start or 0) < 0 < (stop or 0):  # counted from both ends
        return fresh_dim()
    if after.constant <= SHORTEST_AXIS:
        return after
    left = before - (start or 0) if (start or 0) >= 0 else before + (stop or 0)
    step = step or 1
    return Dim.smallest((left + step - 1) // step, after)


def _counted_out(part: Slice, before: Dim) -> Dim | None:
    """How long a slice is whose bounds a loop counts; None where none does, or where that is no more than another size.

    `x[i : i + n]` has n, and less at the end of x if i comes so far.  A counter is 0 at first, which no witness is:
    what hangs on that is unknown (`x[-i:]` is all of x then).
    """
    start, stop = (bound if isinstance(bound, Dim) else None for bound in (part.start, part.stop))
    bounds = [bound for bound in (start, stop) if bound is not None]
    counters = {symbol for bound in bounds for symbol in bound.symbols() if symbol.kind is Kind.UNKNOWN}
    if not counters or (len(bounds) == 1 and bounds[0].is_never_negative):
        return None
    if start is None or stop is None or part.step is not None or not start.is_never_negative:
        return fresh_dim()
    length = stop - start
    if counters & length.symbols() or not length.is_never_negative or any(s.below is None for s in counters):
        return fresh_dim()
    window = Dim.smallest(length, Dim.largest(before - start, Dim.of(0)))
    return window if len(window.choices()) < 2 else fresh_dim()


def _says_how_many(part: Slice) -> bool:
    """Whether a slice's bounds alone may say how many items it has."""
    first, last = (bound.constant if isinstance(bound, Dim) else None for bound in (part.start, part.stop))
    return _has_open_bound(part) or (first or 0) < 0 or (last or 0) > 0


def _has_open_bound(part: Slice) -> bool:
    """Whether it has a bound that isn't a number, which a probe takes to be larger than any number."""
    bounds = (bound for bound in (part.start, part.stop) if bound is not None)
    return any(not isinstance(bound, Dim) or bound.constant is None for bound in bounds)


def _without_numbers(shape: Shape) -> Shape:
    """The shape with its fixed sizes, one of which may have been cut, forgotten."""
    return Shape(
        tuple(
            Axis(fresh_dim()) if isinstance(axis, Axis) and axis.dim.constant not in (None, 1) else axis
            for axis in shape.axes
        )
    )
