"""Large numbers that the user wrote, `(60000, 784)`: too large to compute with, so symbols stand for them.

What holds whatever the size of an axis holds for 784, too.  What asks for two of them to be equal never works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shapecoach.probe.arguments import Value, dims_of, substitute, tensors_of
from shapecoach.probe.outcome import Equation, Never, Outcome, Unclear, Works, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.solve import compose, equate, is_quotient
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

LARGEST = 16
"""A number up to this is kept: it may be an axis, a rank or a percentage, and is cheap anyway."""


@dataclass(frozen=True, slots=True)
class Named:
    """A question with symbols in place of its large numbers, and the number of each symbol."""

    question: Question
    numbers: Mapping[Symbol, Dim]


def named(question: Question) -> Named | None:
    """The question with its large numbers named, or None where it has none."""
    literals = {abs(dim.constant) for dim in _dims(question.everything) if dim.constant is not None}
    large = sorted(number for number in literals if number > LARGEST)
    if not large:
        return None
    symbols = {number: Symbol(f"#{number}#") for number in large}

    def name(dim: Dim) -> Dim:
        number = dim.constant
        if number is None or abs(number) not in symbols:
            return dim
        return Dim.of(symbols[abs(number)]) * (1 if number > 0 else -1)

    def change(leaf: Value) -> Value:
        if isinstance(leaf, Dim):
            return name(leaf)
        if not isinstance(leaf, Tensor) or leaf.shape is None:
            return leaf
        axes = tuple(Axis(name(axis.dim)) if isinstance(axis, Axis) else axis for axis in leaf.shape.axes)
        return leaf.with_shape(Shape(axes))

    return Named(question.map(change), {symbol: Dim.of(number) for number, symbol in symbols.items()})


def _dims(everything: Value) -> list[Dim]:
    return [*dims_of(everything), *(d for t in tensors_of(everything) if t.shape for d in t.shape.plain_dims())]


def restored(outcome: Outcome, numbers: Mapping[Symbol, Dim]) -> Outcome:
    """An outcome with the numbers in their places again."""
    match outcome:
        case Works():
            return Works(substitute(outcome.value, numbers))
        case WorksIf():
            return _restored_equations(outcome, numbers)
        case Never():
            return Never(_spelled(outcome.reason), outcome.subject)
        case _:
            return outcome


def _spelled(reason: str) -> str:
    return re.sub(r"#(\d+)#", r"\1", reason)


def _restored_equations(outcome: WorksIf, numbers: Mapping[Symbol, Dim]) -> Outcome:
    replacements: dict[Symbol, Dim] = {}
    for symbol, dim in outcome.replacements:
        first = numbers.get(symbol, Dim.of(symbol)).substitute(replacements)
        second = dim.substitute(numbers).substitute(replacements)
        if first == second:
            continue
        replacement = equate(first, second)
        if replacement is None:
            differ = (first - second).constant is not None
            return Never(_spelled(outcome.reason)) if differ else Unclear()
        replacements = dict(compose(replacements, replacement))
    value = substitute(substitute(outcome.value, numbers), replacements)
    # A number is so many times its part: what the part is, is known and not asked for.
    asked = {symbol: dim for symbol, dim in replacements.items() if not is_quotient(symbol) or "#" not in symbol.name}
    equations: tuple[Equation, ...] = tuple((Dim.of(symbol), dim) for symbol, dim in asked.items())
    return WorksIf(value, equations, tuple(asked.items()), _spelled(outcome.reason)) if asked else Works(value)
