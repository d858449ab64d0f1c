"""Tensors that are joined have to be alike: what isn't known of one of them, the others say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import Seq, Unknown
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import ANY, Framework, Tensor

_ALONG_AN_AXIS = frozenset({"torch.cat", "torch.concat", "torch.concatenate"})
_ALIKE = frozenset({"torch.stack"})


def with_likeness(path: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> tuple[Value, ...]:
    """The arguments, where tensors are joined with those of unknown shape given the shape that they must have."""
    first = args[0] if args else None
    if (path not in _ALONG_AN_AXIS and path not in _ALIKE) or not isinstance(first, Seq):
        return tuple(args)
    shape = next((item.shape for item in first.items if isinstance(item, Tensor) and _is_known(item)), None)
    if shape is not None and path in _ALONG_AN_AXIS:
        shape = _open_along(shape, args[1] if len(args) > 1 else kwargs.get("dim", kwargs.get("axis", Dim.of(0))))
    if shape is None:
        return tuple(args)
    items = tuple(_likened(item, shape) for item in first.items)
    return (replace(first, items=items), *args[1:])


def _is_known(tensor: Tensor) -> bool:
    """An empty tensor of one axis may be joined with any other, as it once could be with none."""
    return tensor.shape is not None and tensor.shape.rank not in (None, 1) and tensor.framework is Framework.TORCH


def _likened(item: Value, shape: Shape) -> Value:
    if isinstance(item, Unknown):
        return Tensor(shape, ANY)
    return item.with_shape(shape) if isinstance(item, Tensor) and item.shape is None else item


def _open_along(shape: Shape, dim: Value) -> Shape | None:
    """The shape with another size along one axis; None where nobody knows which."""
    number = dim.constant if isinstance(dim, Dim) else None
    if number is None or not -len(shape.axes) <= number < len(shape.axes):
        return None
    axes = list(shape.axes)
    axes[number] = Axis(fresh_dim())
    return Shape(tuple(axes))
