"""`view` and `reshape` to sizes with another number of elements, where no one size says how they could be equal."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from shapecoach.analysis import messages
from shapecoach.probe.arguments import dims_of
from shapecoach.probe.equations import product_of
from shapecoach.probe.witness import PRIMES, ordered
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation
    from shapecoach.analysis.walk import Walk

_RESHAPES = frozenset({"view", "reshape"})
DIVISIBLE = 2520
"""Sizes that are multiples of it are divided by any number up to 10."""


def told(walk: Walk, operation: Operation) -> bool:
    """Tell of a reshape whose numbers of elements are different products of names; whether there was one."""
    tensor = operation.args[0] if operation.args else None
    if operation.name not in _RESHAPES or not isinstance(tensor, Tensor) or tensor.shape is None or tensor.shape.run:
        return False
    wanted = dims_of((operation.args[1:], operation.kwargs))
    if not wanted or Dim.of(-1) in wanted or not all(_is_made_of_names(dim) for dim in (*wanted, tensor.shape.numel())):
        return False
    before, after = tensor.shape.numel(), product_of(wanted)
    if _may_be_equal(before, after):
        return False
    equality = f"{walk.shown_dim(before)} = {walk.shown_dim(after)}"
    message = f"this works only if {equality}: {messages.operands(walk, operation)}"
    symbols = ordered(before.symbols() | after.symbols())
    related = (*messages.origins(walk, symbols), *messages.made_here(walk, operation.node))
    walk.assumption("assumed-equal", messages.place(walk, operation), message, symbols, related)
    return True


def _is_made_of_names(dim: Dim) -> bool:
    return not dim.is_piecewise and all(symbol.kind is Kind.RIGID for symbol in dim.symbols())


def _may_be_equal(first: Dim, second: Dim) -> bool:
    """Whether they are the same at some distinct sizes, be these prime or divided by whatever they are divided by."""
    symbols = ordered(first.symbols() | second.symbols())
    if not symbols:
        return True
    for start, times in ((0, 1), (5, 1), (0, DIVISIBLE), (5, DIVISIBLE)):
        sizes = {symbol: PRIMES[place] * times for symbol, place in zip(symbols, count(start), strict=False)}
        if first.evaluate(sizes) == second.evaluate(sizes):
            return True
    return False
