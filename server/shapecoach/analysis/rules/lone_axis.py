"""One axis under two letters in an einsum, each summed alone."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from shapecoach.analysis.definitions import written
from shapecoach.analysis.model import Range, Severity
from shapecoach.analysis.pattern_places import place_of_axes
from shapecoach.analysis.patterns import einsum_pattern
from shapecoach.analysis.rules.reductions import reduction
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.dim import Dim

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="lone-axis",
    severity=Severity.WARNING,
    summary="One axis under two letters in an einsum, each summed alone.",
    explanation="""
Both letters stand for the same axis, but because they differ, einsum doesn't multiply along it: it sums each side
on its own and multiplies the sums. The shape comes out right and the numbers wrong. The same goes for the weights of a
softmax that are summed alone: they add up to 1, and nothing is weighted.
""",
    wrong="""
from einops import einsum
from jaxtyping import Float
from torch import Tensor


def keys(x: Float[Tensor, "batch seq d_model"], w: Float[Tensor, "d_model k"]) -> Float[Tensor, "batch seq k"]:
    return einsum(x, w, "b s m, n d -> b s d")
""",
    right="""
from einops import einsum
from jaxtyping import Float
from torch import Tensor


def keys(x: Float[Tensor, "batch seq d_model"], w: Float[Tensor, "d_model k"]) -> Float[Tensor, "batch seq k"]:
    return einsum(x, w, "b s m, m d -> b s d")
""",
)

Sides = tuple[tuple[tuple[str, ...], ...], ...]
"""The letters of each axis of each operand."""


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """A letter in one operand only and not in the result, whose axis the other operand has under another letter.

    Or the axis that the operand is a softmax along.
    """
    read = einsum_pattern(operation.path, operation.args)
    if read is None:
        return
    pattern, tensors = read
    kept = {letter for axis in pattern.output for letter in axis}
    lone: list[tuple[str, int, Dim]] = []
    used: list[tuple[str, int, Dim]] = []
    for index, (axes, tensor) in enumerate(zip(pattern.inputs, tensors, strict=True)):
        dims = tensor.shape.dims if tensor.shape is not None else None
        others = {letter for j, side in enumerate(pattern.inputs) if j != index for axis in side for letter in axis}
        for letters, dim in zip(axes, dims or (), strict=False):
            if len(letters) == 1:
                used.append((letters[0], index, dim))
            if len(letters) == 1 and letters[0] not in kept | others and dim.constant is None and not dim.is_unknown:
                lone.append((letters[0], index, dim))
    for (first, i, dim), (second, j, other) in product(lone, used):
        own = {letter for axis in pattern.inputs[i] for letter in axis}
        name = walk.shown_dim(dim)
        same = dim == other or (name.isidentifier() and name == walk.shown_dim(other))
        if i != j and same and second not in own:
            message = (
                f"{name} goes by two letters, `{first}` and `{second}`: `{first}` is summed alone, and nothing "
                f"is multiplied along it; use one letter for both"
            )
            walk.finding(RULE.name, RULE.severity, _place(walk, operation, pattern.inputs, first, i), message)
            return
    for letter, index, _ in lone:
        if _adds_up_to_one(walk, operation, pattern.inputs, letter, index):
            message = (
                f"`{letter}` is summed alone, and the softmax makes that sum 1: the weights have no effect; multiply "
                f"something along `{letter}`"
            )
            walk.finding(RULE.name, RULE.severity, _place(walk, operation, pattern.inputs, letter, index), message)
            return


def _place(walk: Walk, operation: Operation, inputs: Sides, letter: str, index: int) -> Range:
    """Where the pattern names the axis of an operand."""
    at = next(place for place, letters in enumerate(inputs[index]) if letters == (letter,))
    return place_of_axes(walk, operation, index, at, at)


def _adds_up_to_one(walk: Walk, operation: Operation, inputs: Sides, letter: str, index: int) -> bool:
    """Whether the operand is a softmax along the axis of this letter."""
    if len(operation.operands) != len(inputs):
        return False
    taken = reduction(written(walk, operation.operands[index]))
    axes = inputs[index]
    at = next(place for place, letters in enumerate(axes) if letters == (letter,))
    return taken is not None and taken.name == "softmax" and taken.along(len(axes)) == frozenset({at})
