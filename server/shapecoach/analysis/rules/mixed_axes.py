"""A normalisation whose two parts go along different axes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecoach.analysis.definitions import is_settled, parts, written
from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.reductions import Reduction, reduction
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="mixed-axes",
    severity=Severity.WARNING,
    summary="A normalisation whose two parts go along different axes.",
    explanation="""
The mean and the standard deviation of one tensor are taken along different axes, so what comes out has neither mean 0
nor variance 1 along any of them. Or the largest value is subtracted along one axis and the sum divided by along
another, so that what comes out is no softmax. The shapes fit either way, since both keep the axis with size 1.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def layer_norm(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq d"]:
    mean = x.mean(dim=1, keepdim=True)
    variance = x.var(dim=-1, keepdim=True)
    return (x - mean) / (variance + 1e-5).sqrt()
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def layer_norm(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq d"]:
    mean = x.mean(dim=-1, keepdim=True)
    variance = x.var(dim=-1, keepdim=True)
    return (x - mean) / (variance + 1e-5).sqrt()
""",
)

_SPREAD = frozenset({"std", "var"})
_MOST = frozenset({"max", "amax"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """A difference divided by a spread, or exponentials divided by their sum, of the same tensor along other axes."""
    node = operation.node
    if operation.name not in ("truediv", "mul", "div") or not isinstance(node, ast.BinOp):
        return
    if not isinstance(value, Tensor) or value.shape is None or value.shape.rank is None:
        return
    rank = value.shape.rank
    for first, second in (*_standardised(walk, node), *_softmax(walk, node)):
        in_range = all(-rank <= axis < rank for axis in (*first.axes, *second.axes))
        if first.keeps and in_range and first.along(rank) != second.along(rank) and is_settled(walk, first.of):
            message = (
                f"the `{first.name}` that is subtracted goes along {_named(walk, value.shape, first)}, the "
                f"`{second.name}` that is divided by along {_named(walk, value.shape, second)}: both have to go along "
                f"the same axes"
            )
            walk.finding(RULE.name, RULE.severity, place(walk, operation), message)
            return


def _standardised(walk: Walk, node: ast.BinOp) -> Iterator[tuple[Reduction, Reduction]]:
    """`(x - x.mean(...)) / x.std(...)`, also with `rsqrt`."""
    by_product = isinstance(node.op, ast.Mult)
    for difference, spread in ((node.left, node.right), *(((node.right, node.left),) if by_product else ())):
        top = written(walk, difference)
        if not isinstance(top, ast.BinOp) or not isinstance(top.op, ast.Sub):
            continue
        inside = list(parts(walk, spread))
        if by_product and not any(isinstance(part, ast.Attribute) and part.attr == "rsqrt" for part in inside):
            continue
        mean = reduction(written(walk, top.right))
        for part in inside:
            other = reduction(part)
            if mean and other and mean.name == "mean" and other.name in _SPREAD and _same(top.left, mean.of, other.of):
                yield mean, other


def _softmax(walk: Walk, node: ast.BinOp) -> Iterator[tuple[Reduction, Reduction]]:
    """`e / e.sum(...)` where e is `(x - x.max(...)).exp()`."""
    total = reduction(written(walk, node.right))
    exponential = written(walk, node.left)
    if total is None or total.name != "sum" or not _same(node.left, total.of) or not isinstance(exponential, ast.Call):
        return
    if not isinstance(exponential.func, ast.Attribute) or exponential.func.attr != "exp":
        return
    shifted = written(walk, exponential.args[0] if exponential.args else exponential.func.value)
    if isinstance(shifted, ast.BinOp) and isinstance(shifted.op, ast.Sub):
        largest = reduction(written(walk, shifted.right))
        if largest is not None and largest.name in _MOST and _same(shifted.left, largest.of):
            yield largest, total


def _same(*nodes: ast.expr) -> bool:
    return len({ast.unparse(node) for node in nodes}) == 1


def _named(walk: Walk, shape: Shape, taken: Reduction) -> str:
    """The axes by name where they have different names, by number otherwise."""
    names = walk.spell(Tensor(shape)) or ()
    chosen = sorted(taken.along(len(names)))
    texts = [names[axis] for axis in chosen]
    if len(set(names)) < len(names):
        texts = [f"axis {axis}" for axis in chosen]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
