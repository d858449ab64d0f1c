"""Operations that pair the elements of their operands, and how large what comes out is where some size is unknown.

An axis of what comes out is as long as the one operand's that isn't 1: of `t` and an unknown size, `t`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import tensors_of
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Extreme, Kind
from shapecoach.shapes.tensor import Tensor

ELEMENTWISE = frozenset(
    "add sub mul truediv floordiv mod pow lt le gt ge eq ne and_ or_ xor div subtract multiply divide maximum minimum "
    "where atan2 logaddexp true_divide remainder fmod".split()
)


def with_broadcast_sizes(name: str, args: Sequence[Value], value: Value) -> Value:
    """The result of an operation, its unknown axes as long as the axes that they come of."""
    if name not in ELEMENTWISE and name != "masked_fill":
        return value
    shapes = [tensor.shape for tensor in tensors_of(tuple(args))]
    known = [shape for shape in shapes if shape is not None and shape.run is None]
    if not isinstance(value, Tensor) or value.shape is None or len(known) < len(shapes):
        return value
    axes = list(value.shape.axes)
    for place, axis in enumerate(reversed(axes), start=1):
        if isinstance(axis, Axis) and axis.dim.is_unknown:
            met = [mine for shape in known if place <= len(shape.axes) if isinstance(mine := shape.axes[-place], Axis)]
            axes[-place] = replace(axis, dim=_together([mine.dim for mine in met]) or axis.dim)
    return value.with_shape(Shape(tuple[Axis | Run, ...](axes)))


def _together(sizes: Sequence[Dim]) -> Dim | None:
    """How long an axis is that comes of axes of these sizes."""
    sure = (
        size for size in sizes if size.symbol is not None and size.symbol.kind is Kind.RIGID and not size.is_unknown
    )
    return next(sure, None) or next((size for size in sizes if all(_is_cut_from(size, other) for other in sizes)), None)


def _is_cut_from(whole: Dim, part: Dim) -> bool:
    """Whether a size is another, or the smaller of it and something: 1 where that is 1, and else not another size."""
    cut = next((choice for choice in part.choices() if Dim.of(choice) == part), None)
    return part == whole or (isinstance(cut, Extreme) and cut.of == "min" and whole in cut.parts)
