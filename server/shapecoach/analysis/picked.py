"""Which items an index picks: those written out, `x[torch.arange(3)]`, and those that a loop counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecoach.analysis import messages
from shapecoach.analysis.counted_past import told_of_counting_past
from shapecoach.analysis.model import Severity
from shapecoach.analysis.values import Library, Value
from shapecoach.probe.arguments import Seq, Unknown
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.walk import Walk

_OF_NUMBERS = frozenset({"torch.tensor", "torch.as_tensor"})


def told_of_missing_items(walk: Walk, tensor: Tensor, key: Value, node: ast.Subscript) -> None:
    """Tell of an index that picks items which an axis doesn't have."""
    nodes = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    values = key.items if isinstance(key, Seq) and isinstance(node.slice, ast.Tuple) else (key,)
    if len(nodes) != len(values) or any(_takes_several_axes(value) for value in values):
        return
    for part, value, axis in _paired(tensor, nodes, values):
        if isinstance(value, Dim):
            told_of_counting_past(walk, tensor, axis, value, node)
        size = axis.dim.constant
        numbers = _numbers(walk, part)
        if size is None or not numbers or -size <= min(numbers) <= max(numbers) < size:
            continue
        number = max(numbers) if max(numbers) >= size else min(numbers)
        picked = f"`{messages.code(walk, part) or 'this'}` picks item {number}"
        message = f"{picked} of an axis that has {size}: `{messages.code(walk, node.value)}` is {walk.shown(tensor)}"
        walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)


def _takes_several_axes(value: Value) -> bool:
    """Whether it may be a mask, which stands for as many axes as it has, or anything at all."""
    return isinstance(value, Unknown) or (isinstance(value, Tensor) and value.dtype.family in ("bool", "any"))


def _paired(tensor: Tensor, nodes: list[ast.expr], values: tuple[Value, ...]) -> Iterator[tuple[ast.expr, Value, Axis]]:
    """Each part of an index and its value, with the axis that it picks from."""
    axes = tensor.shape.axes if tensor.shape is not None and tensor.shape.run is None else ()
    taken = sum(value is not None and value is not ... for value in values)
    if taken > len(axes) or values.count(...) > 1:
        return
    at = 0
    for part, value in zip(nodes, values, strict=True):
        if value is ...:
            at += len(axes) - taken
        elif value is not None:
            axis = axes[at]
            if isinstance(axis, Axis):
                yield part, value, axis
            at += 1


def _numbers(walk: Walk, node: ast.expr) -> list[int]:
    """The items that an expression picks, where it says them itself."""
    from shapecoach.analysis.expressions import evaluate

    match node:
        case ast.Subscript(value=made):
            return _numbers(walk, made) if all(map(_keeps_all, _parts(node))) else []
        case ast.List(elts=items):
            found = [_numbers(walk, item) if isinstance(item, ast.List) else _literal(item) for item in items]
            return [number for numbers in found for number in numbers] if all(found) else []
        case ast.Call(func=func, args=args):
            with walk.silently():
                called = evaluate(walk, func)
            path = called.path if isinstance(called, Library) else ""
            given = [number for arg in args for number in _literal(arg)]
            if path == "torch.arange" and args and len(given) == len(args):
                return [*range(*given)] if 0 not in given[2:] else []
            return _numbers(walk, args[0]) if path in _OF_NUMBERS and args and isinstance(args[0], ast.List) else []
        case _:
            return []


def _parts(node: ast.Subscript) -> list[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _keeps_all(part: ast.expr) -> bool:
    """Whether it leaves all items where they are: `:` or `None`."""
    match part:
        case ast.Slice(lower=None, upper=None, step=None) | ast.Constant(value=None):
            return True
        case _:
            return False


def _literal(node: ast.expr) -> list[int]:
    match node:
        case ast.Constant(value=bool()):
            return []
        case ast.Constant(value=int() as number):
            return [number]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
            return [-number]
        case _:
            return []
