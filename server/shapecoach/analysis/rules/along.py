"""Which axis an operation goes along: `x.softmax(dim=-1)`, `F.softmax(x, 1)`, `nn.Softmax(-1)(x)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import Module
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

_MODULES = {
    "torch.nn.Softmax": "softmax",
    "torch.nn.LogSoftmax": "log_softmax",
    "torch.nn.Softmin": "softmin",
}


def axis_of(operation: Operation, names: frozenset[str]) -> tuple[str, Tensor, int] | None:
    """For an operation called by one of the names: that name, its tensor, and the place of the axis it goes along.

    None for another operation, where the axis isn't given, and for a tensor whose axes aren't all known.
    """
    args, kwargs = operation.args, dict(operation.kwargs)
    name = operation.name
    module = args[0] if operation.path.endswith("__call__") and args else None
    if isinstance(module, Module):
        name = _MODULES.get(module.path, "")
        tensor, places = args[1] if len(args) > 1 else None, (*module.args, *dict(module.kwargs).values())
    else:
        tensor = args[0] if args else kwargs.get("input")
        places = (*args[1:2], *(kwargs[word] for word in ("dim", "axis") if word in kwargs))
    if name not in names or not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.run is not None:
        return None
    place = _number(places[0]) if places else None
    rank = len(tensor.shape.axes)
    return (name, tensor, place % rank) if place is not None and -rank <= place < rank else None


def dim_at(tensor: Tensor, place: int) -> Dim:
    """The size of an axis of a tensor whose axes are all known."""
    axis = tensor.shape.axes[place] if tensor.shape is not None else None
    assert isinstance(axis, Axis)
    return axis.dim


def _number(value: Value) -> int | None:
    return value.constant if isinstance(value, Dim) else None
