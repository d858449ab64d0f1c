"""Tensors that are given another shape in place: whoever holds them holds another shape from then on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import RESHAPING, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.tensor import Tensor


def reshaping(node: ast.AST) -> Iterator[ast.Attribute]:
    """The methods in a piece of code that give a tensor another shape in place."""
    return (part for part in nodes(node) if isinstance(part, ast.Attribute) and part.attr in RESHAPING)


def forget_shapes(walk: Walk, held: Value) -> None:
    """The tensors in a value may have been given any shape."""
    for tensor in tensors_of(held):
        walk.exchange(tensor, tensor.with_shape(None))


def forget_twins(walk: Walk, tensor: Tensor) -> None:
    """A tensor is given another shape: so are those that may be it, which is hard to tell after a branch or a call."""
    for value in tuple(walk.env.values()):
        for other in tensors_of(value):
            if other is not tensor and other.shape is not None and _may_be(other.shape, tensor.shape):
                walk.exchange(other, other.with_shape(None))


def _may_be(shape: Shape, joined: Shape | None) -> bool:
    """Whether a tensor of `shape` may be one of two of which only what they share is known."""
    if joined is None or joined.rank is None:
        return True
    unknown = (isinstance(axis, Axis) and not axis.dim.has_name for axis in joined.axes)
    return shape.rank == joined.rank and all(
        mine == axis or is_open for mine, axis, is_open in zip(shape.axes, joined.axes, unknown, strict=True)
    )


def forget_all_shapes(walk: Walk) -> None:
    """Some tensor, nobody knows which, was given another shape."""
    walk.reshaped_any = True
    for value in tuple(walk.env.values()):
        forget_shapes(walk, value)
