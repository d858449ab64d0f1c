"""`x.view(b, t, c)` gives the sizes that it asks for, whatever x is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import UNKNOWN, Seq
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

_ASKING = frozenset({"view", "reshape", "expand"})
_WHATEVER_IS_LEFT = Dim.of(-1)


def of_asked_sizes(path: str, args: Sequence[Value]) -> Value:
    """What an operation gives of which nothing else is known: a tensor of the sizes that it asks for."""
    asked = _asked(path, args)
    tensor = args[0] if args else UNKNOWN
    if not asked or not isinstance(tensor, Tensor):
        return UNKNOWN
    own = tensor.shape.axes if path.endswith(".expand") and tensor.shape is not None and not tensor.shape.run else ()
    kept = dict(zip(range(len(asked) - len(own), len(asked)), own, strict=True))
    axes = [_axis(size, kept.get(at)) for at, size in enumerate(asked) if isinstance(size, Dim)]
    return tensor.with_shape(Shape(tuple(axes))) if len(axes) == len(asked) else UNKNOWN


def _axis(size: Dim, before: Axis | Run | None) -> Axis:
    """An axis of the size that is asked for; -1 keeps what was there, where `expand` is asked."""
    if size != _WHATEVER_IS_LEFT:
        return Axis(size)
    return before if isinstance(before, Axis) else Axis(fresh_dim())


def with_asked_sizes(path: str, args: Sequence[Value], value: Value) -> Value:
    """The result of an operation, its unknown axes as long as it was told to make them."""
    asked = _asked(path, args)
    if not isinstance(value, Tensor) or value.shape is None or len(asked) != len(value.shape.axes):
        return value
    return value.with_shape(Shape(tuple(map(_as_asked, value.shape.axes, asked))))


def _asked(path: str, args: Sequence[Value]) -> Sequence[Value]:
    if path.rpartition(".")[2] not in _ASKING:
        return ()
    return args[1].items if len(args) == 2 and isinstance(args[1], Seq) else args[1:]


def _as_asked(axis: Axis | Run, size: Value) -> Axis | Run:
    is_said = isinstance(size, Dim) and size != _WHATEVER_IS_LEFT
    return replace(axis, dim=size) if is_said and isinstance(axis, Axis) and axis.dim.is_unknown else axis
