"""The names that patterns give to axes: in `... -> b h query key` both axes may be `seq` long, and still differ.

So do the two axes of `q @ k.transpose(-2, -1)`, by the names of the operands, and those that a signature gives to what
is returned.  A label stays on its axis through operations that keep every axis in its place; all others forget it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shapecoach.analysis.patterns import einsum_pattern, read_pattern
from shapecoach.analysis.rules.roles import role_of
from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import Module, tensors_of
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.tensor import Tensor

_KEEPS = frozenset(
    "add sub mul truediv div neg pow softmax log_softmax masked_fill masked_fill_ where dropout exp log tanh sigmoid "
    "relu clamp float contiguous clone detach abs sqrt tril triu to half bfloat16 nan_to_num".split()
)
_PRODUCTS = frozenset({"matmul", "bmm"})
_KEEPING_MODULES = frozenset({"torch.nn.Softmax", "torch.nn.LogSoftmax", "torch.nn.Dropout", "torch.nn.Identity"})


def with_labels(path: str, args: tuple[Value, ...], nodes: Sequence[ast.expr], value: Value) -> Value:
    """The result of an operation, its axes labelled as far as a pattern, the operands or their names say."""
    if not isinstance(value, Tensor) or value.shape is None or value.shape.run is not None:
        return value
    labels = tuple(_labels(path, args, nodes, value.shape))
    if len(labels) != len(value.shape.axes):
        labels = ("",) * len(value.shape.axes)
    axes = tuple(
        axis if not isinstance(axis, Axis) or axis.label == label else replace(axis, label=label)
        for axis, label in zip(value.shape.axes, labels, strict=True)
    )
    return value.with_shape(Shape(axes))


def _labels(path: str, args: tuple[Value, ...], nodes: Sequence[ast.expr], shape: Shape) -> Iterator[str]:
    output = _output(path, args)
    if output is not None:
        yield from (letters[0] if len(letters) == 1 else "" for letters in output)
        return
    if path.rpartition(".")[2] in _PRODUCTS:
        yield from _of_a_product(nodes, shape)
        return
    module = args[0] if path.endswith("__call__") and args else None
    if path.rpartition(".")[2] in _KEEPS or (isinstance(module, Module) and module.path in _KEEPING_MODULES):
        yield from _of_operands([tensor.shape for tensor in tensors_of(args) if tensor.shape is not None], shape)


def _of_a_product(nodes: Sequence[ast.expr], shape: Shape) -> Iterator[str]:
    """The rows of `q @ k.mT` are the queries, its columns the keys, where nothing but that tells them apart.

    Of `k @ q.mT` nothing is said: attention over channels is written so, and its softmax goes along the columns.
    """
    roles = [role_of(name) for node in nodes if (name := _name_in(node))]
    if roles == ["q", "k"] and len(nodes) == 2 and shape.axes[-2:-1] == shape.axes[-1:]:
        yield from ("",) * (len(shape.axes) - 2)
        yield from ("query", "key")


_MOVES = frozenset({"T", "mT", "transpose", "permute", "swapaxes"})


def _name_in(node: ast.expr) -> str:
    """The name of a tensor, transposed or not: k of `k.transpose(-2, -1)`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Attribute(attr=attr) as func) if attr in _MOVES:
            return _name_in(func)
        case ast.Attribute(attr=attr, value=value) if attr in _MOVES:
            return _name_in(value)
        case _:
            return ""


def _output(path: str, args: tuple[Value, ...]) -> tuple[tuple[str, ...], ...] | None:
    read = einsum_pattern(path, args)
    if read is not None:
        return read[0].output
    if path in ("einops.rearrange", "einops.reduce", "einops.repeat"):
        pattern = read_pattern(next((arg for arg in args if isinstance(arg, str)), ""))
        return pattern.output if pattern is not None else None
    return None


def _of_operands(operands: Sequence[Shape], shape: Shape) -> Iterator[str]:
    """From the first operand that has all of the result's axes in their places."""
    for operand in operands:
        if [str(axis) for axis in operand.axes] == [str(axis) for axis in shape.axes]:
            yield from (axis.label if isinstance(axis, Axis) else "" for axis in operand.axes)
            return
