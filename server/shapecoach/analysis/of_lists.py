"""Operations on lists of unknown length, as `torch.stack(found)`: what those of a few items agree on."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from shapecoach.analysis.counted_past import told_of_standing_out
from shapecoach.analysis.joining import join
from shapecoach.analysis.values import Listing, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, SomeBool, Unknown
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

FEW = (2, 3)
MORE = 5
_OF_NUMBERS = frozenset({"torch.tensor", "torch.as_tensor"})


def operate_on_lists(
    walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr
) -> Value:  # fmt: skip
    """The value of an operation on lists whose length isn't a number; where it hangs on the length, as that says.

    What fails for two items and for three is told, of one where that fails as well.
    """
    lists = [arg for arg in args if isinstance(arg, Listing)]
    if not all(_may_be_asked(path, held) for held in lists):
        return UNKNOWN
    if told_of_standing_out(walk, path, args, kwargs, node):
        return UNKNOWN
    with walk.silently():
        of_two, of_three = (_of_so_many(walk, path, args, kwargs, node, number) for number in FEW)
    if isinstance(of_two, Unknown) and isinstance(of_three, Unknown):
        with walk.silently():
            of_one = _of_so_many(walk, path, args, kwargs, node, 1)
        return _of_so_many(walk, path, args, kwargs, node, 1 if isinstance(of_one, Unknown) else FEW[0])
    lengths = {held.length for held in lists}
    length = lengths.pop() if len(lengths) == 1 else None
    if isinstance(length, Dim) and isinstance(of_two, Tensor) and isinstance(of_three, Tensor):
        with walk.silently():
            of_more = _of_so_many(walk, path, args, kwargs, node, MORE)
        if isinstance(of_more, Tensor):
            return _of_length(of_two, of_three, of_more, length)
    return join(of_two, of_three)


def _may_be_asked(path: str, held: Listing) -> bool:
    """Whether a list's items are tensors, or numbers that a tensor is made of."""
    item = held.item
    while path in _OF_NUMBERS and isinstance(item, Listing):
        item = item.item
    numbers = item.items if isinstance(item, Seq) else (item,)
    are_numbers = all(isinstance(number, Dim | Real | SomeBool) for number in numbers)
    return isinstance(item, Tensor) or (path in _OF_NUMBERS and are_numbers)


def _of_so_many(
    walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr, number: int
) -> Value:  # fmt: skip
    from shapecoach.analysis.operations import operate

    return operate(walk, path, [_with_items(arg, number) for arg in args], kwargs, node)


def _with_items(value: Value, number: int) -> Value:
    return Seq((_with_items(value.item, number),) * number, is_list=True) if isinstance(value, Listing) else value


def _of_length(two: Tensor, three: Tensor, more: Tensor, length: Dim) -> Value:
    """The tensor that grows by the same with each item."""
    joined = join(two, three)
    shapes = [tensor.shape for tensor in (two, three, more)]
    if not isinstance(joined, Tensor) or any(shape is None or shape.dims is None for shape in shapes):
        return joined
    columns = [shape.dims for shape in shapes if shape is not None and shape.dims is not None]
    if len({len(dims) for dims in columns}) > 1 or joined.shape is None:
        return joined
    axes: list[Axis] = []
    for axis, (of_two, of_three, of_more) in zip(joined.shape.axes, zip(*columns, strict=True), strict=True):
        step = of_three - of_two  # that of an unknown size may be another for each item
        grows = step.terms and not step.is_unknown and of_more == of_two + step * (MORE - FEW[0])
        axes.append(Axis(of_two + step * (length - FEW[0])) if grows or not isinstance(axis, Axis) else axis)
    return joined.with_shape(Shape(tuple(axes)))
