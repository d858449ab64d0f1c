"""What an einops pattern says of what comes out of it, where nobody could work out how long each axis is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapecoach.analysis.patterns import Pattern, read_pattern
from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import UNKNOWN
from shapecoach.probe.equations import product_of
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import ANY, Tensor

_KEEP_ELEMENTS = frozenset({"einops.rearrange", "einops.repeat"})


def result_of_pattern(path: str, args: Sequence[Value], lengths: Mapping[str, Value]) -> Value:
    """The tensor with as many axes as the pattern gives it, those of known length that alone were axes before.

    `(2*n-1)//2` heads of an axis that may not come out even are of some length, and an axis all the same.
    """
    tensor, pattern = (args[0], args[1]) if len(args) > 1 else (None, None)
    read = read_pattern(pattern) if path in (*_KEEP_ELEMENTS, "einops.reduce") and isinstance(pattern, str) else None
    if read is None or not isinstance(tensor, Tensor) or tensor.shape is None:
        return UNKNOWN
    if tensor.shape.dims is None or len(tensor.shape.dims) != len(read.inputs[0]):
        return UNKNOWN
    sizes = _sizes(read, tensor.shape.dims, lengths)
    axes = [product_of([sizes.get(part) or fresh_dim() for part in axis]) for axis in read.output]
    return Tensor(Shape.of(*axes), tensor.dtype if path in _KEEP_ELEMENTS else ANY, tensor.framework)


def _sizes(pattern: Pattern, dims: Sequence[Dim], lengths: Mapping[str, Value]) -> dict[str, Dim]:
    """How long the axes are whose lengths are given, or that stand alone on the left."""
    given = {name: size for name, size in lengths.items() if isinstance(size, Dim)}
    alone = {axis[0]: dim for axis, dim in zip(pattern.inputs[0], dims, strict=True) if len(axis) == 1}
    numbers = {part: Dim.of(int(part)) for axis in pattern.output for part in axis if part.isdigit()}
    return {**given, **alone, **numbers}
