"""Indexing: `x[0, :, None]`, `xs[1]`, `config["d"]`."""

from __future__ import annotations

import ast
from dataclasses import replace

from shapecoach.analysis.operations import operate
from shapecoach.analysis.values import Dictionary, Guess, Listing, Mapped, Value
from shapecoach.analysis.walk import Walk, fresh_size
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, Sizes, Slice
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor


def index(walk: Walk, value: Value, key: Value, node: ast.Subscript) -> Value:
    """`value[key]`."""
    match value:
        case Tensor():
            return _tensor(walk, value, key, node)
        case Seq():
            return sequence(value, key)
        case Sizes():
            return _sizes(value, key)
        case Listing(item=item):
            return Listing(item) if isinstance(key, Slice) else item
        case Dictionary(item=item):
            return item
        case Mapped(items=items):
            return dict(items).get(key, UNKNOWN) if isinstance(key, str) else UNKNOWN
        case Module(path="torch.nn.Sequential", args=args) if not any(isinstance(arg, Listing) for arg in args):
            return sequence(Seq(args), key)
        case _:
            return UNKNOWN


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
            return Seq(value.items[slice(*bounds)], value.is_list)
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
    # Which item is taken never matters for the shape: an index of unknown size stands for the first.
    asked = tuple(_first(part) for part in parts)
    result = operate(
        walk, "operator.getitem", (tensor, Seq(asked) if len(asked) != 1 else asked[0]), {}, node, (node.value,)
    )
    if isinstance(result, Tensor) and result.shape is not None and tensor.shape is not None:
        return result.with_shape(_refined(tensor.shape, result.shape, parts))
    return result


def _first(part: Value) -> Value:
    if isinstance(part, Guess) or (isinstance(part, Dim) and part.constant is None):
        return Dim.of(0)
    return part


def _refined(before: Shape, after: Shape, parts: tuple[Value, ...]) -> Shape:
    """What the probe can't know: which axes `None` put in, and that a slice of an unknown size is of unknown size."""
    if (
        before.run
        or after.run
        or sum(part is ... for part in parts) > 1
        or not all(part is None or part is ... or isinstance(part, Slice | Dim) for part in parts)
    ):
        return _without_numbers(after) if any(_has_open_bound(part) for part in parts) else after
    taken = sum(part is not None and part is not ... for part in parts)
    rest = (Slice(None, None, None),) * (len(before.axes) - taken)
    at = parts.index(...) if ... in parts else len(parts)
    old, axes = iter(before.axes), list(after.axes)
    position = 0
    for part in (*parts[:at], *rest, *parts[at + 1 :]):
        source = None if part is None else next(old, None)
        if isinstance(part, Dim) or position >= len(axes):
            continue
        axis = axes[position]
        if part is None and isinstance(axis, Axis):
            axes[position] = replace(axis, inserted=True)
        elif _may_be_cut_off(part, source, axis):
            axes[position] = Axis(fresh_size())
        position += 1
    return Shape(tuple(axes))


def _may_be_cut_off(part: Value, before: Axis | Run | None, after: Axis | Run) -> bool:
    """Whether a slice of an unknown size may be shorter than its bounds say; one item is taken to be there."""
    if part == Slice(None, None, None) or not isinstance(before, Axis) or not isinstance(after, Axis):
        return False
    if _has_open_bound(part) and (before.dim.constant is not None or after.dim.constant == 0):
        return after.dim.constant != 1
    return before.dim.is_unknown and after.dim.constant != 1


def _has_open_bound(part: Value) -> bool:
    """Whether it is a slice with a bound that isn't a number, which a probe takes to be larger than any number."""
    bounds = (part.start, part.stop) if isinstance(part, Slice) else ()
    return any(not isinstance(bound, Dim) or bound.constant is None for bound in bounds if bound is not None)


def _without_numbers(shape: Shape) -> Shape:
    """The shape with its fixed sizes, one of which may have been cut, forgotten."""
    return Shape(
        tuple(
            Axis(fresh_size()) if isinstance(axis, Axis) and axis.dim.constant not in (None, 1) else axis
            for axis in shape.axes
        )
    )
