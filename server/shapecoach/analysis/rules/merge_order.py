"""Axes merged in one order and split, or met, in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from shapecoach.analysis.elementwise import ELEMENTWISE
from shapecoach.analysis.factors import letter_sizes
from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Range, Severity
from shapecoach.analysis.pattern_places import place_of_axes
from shapecoach.analysis.patterns import read_pattern
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import tensors_of
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="merge-order",
    severity=Severity.WARNING,
    summary="Axes merged in one order and split, or met, in the other.",
    explanation="""
An axis merged as `(h d)` holds all of the first head, then all of the second. Splitting it as `(d h)`, or pairing
it with an axis merged the other way round, fits in size and mixes up every value. Use the same order on both ends.
""",
    wrong="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def round_trip(x: Float[Tensor, "seq heads d_head"], heads: int) -> Float[Tensor, "seq heads d_head"]:
    merged = rearrange(x, "s h d -> s (h d)")
    return rearrange(merged, "s (d h) -> s h d", h=x.shape[1])
""",
    right="""
from einops import rearrange
from jaxtyping import Float
from torch import Tensor


def round_trip(x: Float[Tensor, "seq heads d_head"], heads: int) -> Float[Tensor, "seq heads d_head"]:
    merged = rearrange(x, "s h d -> s (h d)")
    return rearrange(merged, "s (h d) -> s h d", h=x.shape[1])
""",
)


_PRODUCTS = frozenset({"matmul", "bmm", "mm"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """A split in another order than the merge, or two operands whose axes were merged differently."""
    for made, used, how, at in (*_splits(operation), *_meetings(operation)):
        if made != used and sorted(map(str, made)) == sorted(map(str, used)) and _are_told_apart(walk, made):
            message = (
                f"this axis was merged as ({_spelled(walk, made)}) and is {how} ({_spelled(walk, used)}): "
                f"the sizes agree and the values are mixed up"
            )
            where = place(walk, operation) if at is None else place_of_axes(walk, operation, 0, at, at)
            walk.finding(RULE.name, RULE.severity, where, message)
            return


def _are_told_apart(walk: Walk, sizes: Iterable[Dim]) -> bool:
    """Whether the program has a name for each: those of an image that nobody described may be those of a square."""
    return all(size.has_name or size in walk.env.values() for size in sizes)


def declared(walk: Walk, text: str, wanted: Sequence[Dim | None], axis: Axis, where: Range) -> None:
    """An axis that is declared as a product, `heads*d_head`, against the order in which it was merged."""
    factors = tuple(walk.bindings.resolve(factor) for factor in axis.factors)
    sizes = tuple(size for size in wanted if size is not None)
    if len(sizes) == len(factors) == len(wanted) > 1 and sizes != factors and set(sizes) == set(factors):
        message = (
            f"this axis was merged as ({_spelled(walk, factors)}) and is declared as {text}: "
            f"the sizes agree and the values are in another order"
        )
        walk.finding(RULE.name, RULE.severity, where, message)


Pair = tuple[tuple[Dim, ...], tuple[Dim, ...], str, int | None]
"""How an axis was merged, how it is used, in words, and the place of the axis in a pattern that uses it so."""


def _splits(operation: Operation) -> Iterator[Pair]:
    """Groups left of the arrow, against what the axis was made of."""
    tensor = next((arg for arg in operation.args if isinstance(arg, Tensor)), None)
    text = next((arg for arg in operation.args if isinstance(arg, str)), "")
    pattern = read_pattern(text) if operation.path in ("einops.rearrange", "einops.reduce", "einops.repeat") else None
    if pattern is None or tensor is None or tensor.shape is None or len(pattern.inputs[0]) != len(tensor.shape.axes):
        return
    sizes = letter_sizes(tensor.shape, pattern.inputs[0], dict(operation.kwargs))
    for at, (letters, axis) in enumerate(zip(pattern.inputs[0], tensor.shape.axes, strict=True)):
        if isinstance(axis, Axis) and len(letters) == len(axis.factors) > 1 and all(n in sizes for n in letters):
            yield axis.factors, tuple(sizes[letter] for letter in letters), "split as", at


def _meetings(operation: Operation) -> Iterator[Pair]:
    """Axes of two operands that are paired element by element."""
    tensors = tensors_of(operation.args)
    if len(tensors) != 2 or tensors[0].shape is None or tensors[1].shape is None:
        return
    first, second = ([axis for axis in t.shape.axes if isinstance(axis, Axis)] for t in tensors if t.shape is not None)
    pairs: list[tuple[Axis, Axis]] = []
    if operation.name in ELEMENTWISE:
        pairs = list(zip(reversed(first), reversed(second), strict=False))
    elif operation.name in _PRODUCTS and len(first) > 1 and len(second) > 1:
        pairs = [(first[-1], second[-2]), *zip(reversed(first[:-2]), reversed(second[:-2]), strict=False)]
    for mine, other in pairs:
        if mine.factors and other.factors and mine.dim == other.dim:
            yield mine.factors, other.factors, "paired with one merged as", None


def _spelled(walk: Walk, factors: tuple[Dim, ...]) -> str:
    return " ".join(walk.shown_dim(factor) for factor in factors)
