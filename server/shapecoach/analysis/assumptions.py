"""Whether two sizes that have to be equal for an operation to work say something that nothing in the program says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecoach.probe.arguments import Module, dims_of
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.probe.equations import are_namesakes, is_multiple, is_quotient
from shapecoach.probe.unknown import is_of_a_callee
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation
    from shapecoach.analysis.walk import Walk


def is_assumed(walk: Walk, operation: Operation, symbol: Symbol, dim: Dim) -> bool:
    """Whether an equality says something of the user's sizes that nothing in the program says."""
    if are_namesakes(symbol, dim):
        return False
    if dim.symbol is not None and dim.symbol.name == symbol.name:
        return False  # of a function and one inside it, or of two objects: under one name they are meant to be one
    # An open size may be any axis, but hardly another axis of the very tensor or layer that has it as one of its own.
    apart = any(Dim.of(symbol) in group and dim in group for group in _groups(operation))
    if is_multiple(symbol, dim) and dim.symbol is None and not apart:
        return False
    if symbol.kind is Kind.RIGID:
        # A number that the program doesn't have is the library's: complex numbers have 2 parts, space has 3 axes.
        # But for a size that only counts as a part of others: `rows-2` is 2 where there are 4 rows.
        is_whole = any(Dim.of(symbol) in group for group in _groups(operation))
        return dim.constant is None or dim.constant in _numbers(operation) or not is_whole
    if is_quotient(symbol) and dim.constant is not None:
        return False  # `d_model//2` is 2 where `d_model` is 4, as it may well be
    return (
        symbol.kind is Kind.OPEN
        and not any(part.is_nameless for part in (symbol, *dim.symbols()))
        and operation.name in _COMBINES
        and (apart or _are_named_apart(operation, symbol, dim) or stand_apart(walk, symbol, dim))
    )


_COMBINES = frozenset("matmul bmm mm einsum add sub mul truediv linear __call__".split())


def stand_apart(walk: Walk, symbol: Symbol, dim: Dim) -> bool:
    """Whether the function holds a tensor that has both sizes as axes of their own, or its object a parameter.

    A parameter of two axes is a map from the one to the other, and often square.  A size that only a function
    that was called has a name for says nothing of others.
    """
    if is_of_a_callee(symbol):
        return False
    own = walk.instance.attributes.values() if walk.instance is not None else ()
    held = [
        *(value for value in walk.env.values() if isinstance(value, Tensor)),
        *(
            value
            for value in own
            if isinstance(value, Tensor) and value.shape is not None and len(value.shape.axes) > 2
        ),
    ]
    shapes = (walk.bindings.resolve(tensor).shape for tensor in held)
    axes = (tuple(shape.plain_dims()) for shape in shapes if shape is not None)
    return any(Dim.of(symbol) in sizes and dim in sizes for sizes in axes)


def _numbers(operation: Operation) -> set[int]:
    """The numbers that the program has here: as an argument, as an axis, as a factor of one (`2*d`)."""
    sizes = (*dims_of((operation.args, operation.kwargs)), *(dim for group in _groups(operation) for dim in group))
    return {abs(number) for dim in sizes for _, number in dim.terms}


def _groups(operation: Operation) -> Iterator[tuple[Dim, ...]]:
    """The sizes that stand side by side: the axes of each tensor, the arguments of each layer."""
    for part in parts_of((operation.args, operation.kwargs)):
        if isinstance(part, Tensor) and part.shape is not None:
            yield tuple(part.shape.plain_dims())
        elif isinstance(part, Module):
            yield tuple(dims_of(part))


def _are_named_apart(operation: Operation, symbol: Symbol, dim: Dim) -> bool:
    """Whether a tensor or layer speaks of both by name: `Linear(d_mlp, d_model)`, which is given an axis d_model."""
    other = dim.symbol
    if other is None or other.is_nameless or other.name == symbol.name:
        return False
    named = ({part.name for size in group for part in size.symbols()} for group in _groups(operation))
    return any({symbol.name, other.name} <= names for names in named)
