"""Operations that take a tensor apart into as many parts as its sizes say: `x.unbind(0)`, `x.split(8)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapecoach.analysis.values import Listing, Value
from shapecoach.probe import Works, probe
from shapecoach.probe.arguments import UNKNOWN, Seq
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor


def parts(name: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    """What is known of each part; UNKNOWN for what takes nothing apart."""
    if name == "unbind":
        tensor, dim = _of_unbind(args, kwargs)
        return _listed(probe("Tensor.select", (tensor, dim, Dim.of(0))))
    if name == "split" and len(args) > 1 and not isinstance(args[1], Seq):
        tensor, size, dim = (*args, kwargs.get("dim", Dim.of(0)))[:3]
        value = _listed(probe("Tensor.narrow", (tensor, dim, Dim.of(0), size)))
        if isinstance(value, Listing) and isinstance(value.item, Tensor) and isinstance(dim, Dim):
            return Listing(_with_any_size(value.item, dim.constant))
    return UNKNOWN


def with_length(name: str, args: Sequence[Value], kwargs: Mapping[str, Value], value: Value) -> Value:
    """What an operation gives; the parts that a tensor was taken into are as many as its axis says."""
    if not isinstance(value, Listing):
        return value
    if name == "unbind":
        tensor, dim = _of_unbind(args, kwargs)
        length = _axis_at(tensor, dim)
        return value if length is None else Listing(value.item, length)
    if name == "split" and len(args) > 1:
        tensor, size, dim = (*args, kwargs.get("dim", Dim.of(0)))[:3]
        length = _axis_at(tensor, dim)
        if length is not None and isinstance(size, Dim) and size.constant:
            return Listing(value.item, (length + size - 1) // size)
    return value


def _of_unbind(args: Sequence[Value], kwargs: Mapping[str, Value]) -> tuple[Value, Value]:
    """The tensor and the axis, given by place or by name."""
    named = kwargs.get("input", UNKNOWN), kwargs.get("dim", Dim.of(0))
    tensor, dim = (*args[:2], *named[len(args) :])
    return tensor, dim


def _axis_at(tensor: Value, dim: Value) -> Dim | None:
    """The size of an axis of a tensor, where it is known which that is."""
    shape = tensor.shape if isinstance(tensor, Tensor) else None
    if shape is None or not isinstance(dim, Dim) or dim.constant is None or shape.rank is None:
        return None
    axis = shape.axes[dim.constant]
    return axis.dim if isinstance(axis, Axis) else None


def may_be_more(name: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> bool:
    """Whether there may be one part more, of what is left over: `x.split(d // 7, -1)` gives 7 parts or 8."""
    if name != "split" or len(args) < 2:
        return False
    tensor, size, dim = (*args, kwargs.get("dim", Dim.of(0)))[:3]
    if not isinstance(size, Dim) or size.constant is not None:
        return False
    if not isinstance(tensor, Tensor) or tensor.shape is None or not isinstance(dim, Dim) or dim.constant is None:
        return True
    axis = tensor.shape.axes[dim.constant]
    return not isinstance(axis, Axis) or axis.dim.exact_quotient(size) is None


def _listed(outcome: object) -> Value:
    return Listing(outcome.value) if isinstance(outcome, Works) else UNKNOWN


def _with_any_size(tensor: Tensor, at: int | None) -> Tensor:
    """The last part may be shorter than the others."""
    if tensor.shape is None or at is None:
        return tensor.with_shape(None)
    axes = list(tensor.shape.axes)
    axes[at] = Axis(fresh_dim())
    return tensor.with_shape(Shape(tuple(axes)))
