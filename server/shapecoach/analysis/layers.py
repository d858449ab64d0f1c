"""What a layer takes: the size that it was built for, against the axis that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.probe.arguments import Module, tensors_of
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

_CHANNELS = {f"torch.nn.Conv{'Transpose' * up}{n}d": -1 - n for up in (False, True) for n in (1, 2, 3)}
_TAKES = {"torch.nn.Linear": ("in_features", -1)} | {path: ("in_channels", at) for path, at in _CHANNELS.items()}
"""The first argument of each layer, by name, and the axis that it is the size of."""


def refused_axis(operation: Operation) -> tuple[Dim, Dim, int] | None:
    """What a layer takes, what it is given instead, and the place of that axis, counted from the end."""
    module = operation.args[0] if operation.path.endswith("__call__") and operation.args else None
    if not isinstance(module, Module) or module.path not in _TAKES:
        return None
    name, at = _TAKES[module.path]
    takes = module.args[0] if module.args else dict(module.kwargs).get(name)
    tensors = tensors_of(operation.args[1:])
    shape = tensors[0].shape if len(tensors) == 1 else None
    if shape is None or not isinstance(takes, Dim) or len(shape.axes) < -at:
        return None
    given = shape.axes[at]
    if shape.run is not None and shape.run in shape.axes[at:]:
        return None
    return (takes, given.dim, at) if isinstance(given, Axis) and given.dim != takes else None
