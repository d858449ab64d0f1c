"""What an operator gives of two values: tensors, sizes, other numbers, lists and texts."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import islice

from shapecoach.analysis.axis_sizes import arithmetic
from shapecoach.analysis.operations import operate
from shapecoach.analysis.values import DECLARED, Guess, Listing, MaybeNone, Value, as_dim
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Sizes, SomeBool
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

LONGEST_TEXT = 10_000  # characters of a string put together
MOST_PARTS = 2_000  # of a tuple or list, those of its parts included

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv", ast.Mod: "mod",
    ast.Pow: "pow", ast.MatMult: "matmul", ast.BitAnd: "and_", ast.BitOr: "or_", ast.BitXor: "xor",
    ast.LShift: "lshift", ast.RShift: "rshift",
}  # fmt: skip


def bounded(value: Seq) -> Value:
    """The value, unless it has grown beyond what can be looked through again and again."""
    return value if sum(1 for _ in islice(parts_of(value), MOST_PARTS)) < MOST_PARTS else UNKNOWN


def binary(walk: Walk, operator: ast.operator, left: Value, right: Value, node: ast.expr,
           operands: tuple[ast.expr, ast.expr]) -> Value:  # fmt: skip
    left, right = opened(left), opened(right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return operate(
            walk, f"operator.{_BINARY[type(operator)]}", (left, right), {}, node, tensor_nodes((left, right), operands)
        )
    value = _of_numbers(operator, left, right)
    if value is not None:
        return guessed(value, left, right) if isinstance(left, Guess) or isinstance(right, Guess) else value
    if isinstance(operator, ast.BitOr) and (isinstance(left, DECLARED) or isinstance(right, DECLARED)):
        from shapecoach.analysis.declared import read_type

        return read_type(walk, node)
    return _sequence_arithmetic(operator, left, right)


def _sequence_arithmetic(operator: ast.operator, left: Value, right: Value) -> Value:
    if isinstance(operator, ast.Add) and isinstance(left, Seq) and isinstance(right, Seq):
        same = left.is_list == right.is_list
        is_promised = left.is_promised or right.is_promised
        return bounded(Seq(left.items + right.items, left.is_list, is_promised=is_promised)) if same else UNKNOWN
    if isinstance(operator, ast.Add) and isinstance(left, Seq | Sizes) and isinstance(right, Seq | Sizes):
        first, second = (side.parts if isinstance(side, Sizes) else side.items for side in (left, right))
        return Sizes(first + second)
    if isinstance(operator, ast.Mult) and isinstance(left, Seq) and isinstance(right, Dim):
        times = right.constant
        if times is None:
            return Listing(left.items[0], right) if len(left.items) == 1 else UNKNOWN
        return replace(left, items=left.items * times, names=()) if times * len(left.items) <= 64 else UNKNOWN
    if isinstance(operator, ast.Add) and isinstance(left, str) and isinstance(right, str):
        return left + right if len(left) + len(right) <= LONGEST_TEXT else UNKNOWN
    if isinstance(operator, ast.Mod) and isinstance(left, str):
        return UNKNOWN
    return UNKNOWN


def _of_numbers(operator: ast.operator, left: Value, right: Value) -> Dim | Real | None:
    """What two numbers give; None where not both are numbers."""
    left, right = _as_fraction(left), _as_fraction(right)
    first, second = as_dim(left), as_dim(right)
    if first is not None and second is not None:
        if isinstance(operator, ast.Div):
            return Real()
        size = arithmetic(operator, first, second)
        return size if size is not None else fresh_dim()
    numbers = (Real, Dim, Guess, SomeBool)
    if isinstance(left, numbers) and isinstance(right, numbers) and (isinstance(left, Real) or isinstance(right, Real)):
        return Real()
    return None


def _as_fraction(value: Value) -> Value:
    return Real() if isinstance(value, Guess) and value.is_fraction else value


def guessed(value: Dim | Real, *operands: Value) -> Guess:
    """What is computed of something that may be a tensor may be one, too."""
    guesses = [operand for operand in operands if isinstance(operand, Guess)]
    is_passed, is_fraction = any(guess.is_passed for guess in guesses), isinstance(value, Real)
    hangs_on = frozenset[Symbol]().union(*(guess.hangs_on for guess in guesses))
    return Guess(fresh_dim() if isinstance(value, Real) else value, is_passed, is_fraction, hangs_on)


def tensor_nodes(values: tuple[Value, ...], nodes: tuple[ast.expr, ...]) -> tuple[ast.expr, ...]:
    return tuple(node for value, node in zip(values, nodes, strict=True) if isinstance(value, Tensor))


def opened(value: Value) -> Value:
    return value.value if isinstance(value, MaybeNone) else value
