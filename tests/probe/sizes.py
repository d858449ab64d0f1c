"""Symbolic arguments for tests, and the same arguments as real tensors at given sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from shapecoach.probe.arguments import Seq, Slice, Value, tensors_of
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

FLOAT = DType("float")


def rigid(names: str) -> list[Dim]:
    return [Dim.of(Symbol(name)) for name in names.split()]


def open_sizes(names: str) -> list[Dim]:
    return [Dim.of(Symbol(name, Kind.OPEN)) for name in names.split()]


def tensor(*dims: Dim | int | Run, dtype: DType = FLOAT) -> Tensor:
    return Tensor(
        Shape(tuple(d if isinstance(d, Run) else Axis(d if isinstance(d, Dim) else Dim.of(d)) for d in dims)), dtype
    )


def number(value: int) -> Dim:
    return Dim.of(value)


def numbers(*values: int | Dim) -> Seq:
    return Seq(tuple(value if isinstance(value, Dim) else Dim.of(value) for value in values))


def realised(value: Value, sizes: Mapping[Symbol, int]) -> Any:
    """The real argument that a symbolic one stands for at the given sizes."""
    match value:
        case Tensor(shape=shape):
            assert shape is not None and shape.dims is not None
            return torch.zeros(
                [dim.evaluate(sizes) for dim in shape.dims], dtype=getattr(torch, value.dtype.members[0])
            )
        case Dim():
            return value.evaluate(sizes)
        case Slice():
            return slice(*(realised(part, sizes) for part in (value.start, value.stop, value.step)))
        case Seq():
            items = [realised(item, sizes) for item in value.items]
            return items if value.is_list else tuple(items)
        case _:
            return value


def is_known(value: Value) -> bool:
    """Whether every size of a symbolic result's tensors is known."""
    shapes = [tensor.shape for tensor in tensors_of(value)]
    return all(shape is not None and shape.dims is not None and not _has_unknown(shape) for shape in shapes)


def _has_unknown(shape: Shape) -> bool:
    return any(dim.is_unknown for dim in shape.plain_dims())


def shapes_at(value: Value, sizes: Mapping[Symbol, int]) -> list[tuple[int, ...]]:
    """The shapes of a symbolic result's tensors at the given sizes."""
    return [tuple(dim.evaluate(sizes) for dim in t.shape.dims or ()) for t in tensors_of(value) if t.shape is not None]


def real_shapes(value: Any) -> list[tuple[int, ...]]:
    if isinstance(value, torch.Tensor):
        return [tuple(value.shape)]
    return [shape for item in value for shape in real_shapes(item)] if isinstance(value, tuple | list) else []


def spelled(value: Value) -> tuple[str, ...]:
    """The axes of a symbolic tensor as they are shown."""
    assert isinstance(value, Tensor) and value.shape is not None
    return value.shape.spelled()
