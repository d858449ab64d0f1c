"""A view or reshape that moves elements from one axis to another."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shapecoach.analysis.messages import place
from shapecoach.analysis.model import Severity
from shapecoach.analysis.rules.rule import Rule
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.equations import is_quotient
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Atom, Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation

RULE = Rule(
    name="scrambled-reshape",
    severity=Severity.WARNING,
    summary="A view or reshape that moves elements from one axis to another.",
    explanation="""
`view` and `reshape` never move an element: they cut the same row of numbers into new axes. Asking them to swap two
axes gives the right shape and scrambled values. Split or merge first, in the order the axes are in, and then
transpose; or say all of it at once with `einops.rearrange`.
""",
    wrong="""
from jaxtyping import Float
from torch import Tensor


def split_heads(x: Float[Tensor, "batch seq {h}*{d}"], h: int, d: int) -> Float[Tensor, "batch {h} seq {d}"]:
    batch, seq, _ = x.shape
    return x.view(batch, h, seq, d)
""",
    right="""
from jaxtyping import Float
from torch import Tensor


def split_heads(x: Float[Tensor, "batch seq {h}*{d}"], h: int, d: int) -> Float[Tensor, "batch {h} seq {d}"]:
    batch, seq, _ = x.shape
    return x.view(batch, seq, h, d).transpose(1, 2)
""",
)


_REGROUP = frozenset({"view", "reshape", "unflatten", "flatten"})


def find(walk: Walk, operation: Operation, value: Value) -> None:
    """Two sizes that stand in one order before and in the other after."""
    shapes = _shapes(walk, operation, value)
    exchanged = _exchanged(*shapes) if shapes is not None else None
    if shapes is not None and exchanged is not None and not _is_sliced(walk, operation.node):
        _tell(walk, operation, *shapes, *exchanged)


def _is_sliced(walk: Walk, node: ast.expr) -> bool:
    """Whether the first items of an axis are dropped right after: rows are shifted against each other on purpose.

    `padded.view(b, h, keys + 1, queries)[:, :, 1:].view_as(scores)` moves each row one further than the one above, as
    Transformer-XL does (Dai et al. 2019, appendix B).
    """
    parts = nodes(walk.function) if walk.function is not None else ()
    names = {
        target.id
        for part in parts
        if isinstance(part, ast.Assign) and part.value is node
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    return any(
        isinstance(part, ast.Subscript)
        and (part.value is node or (isinstance(part.value, ast.Name) and part.value.id in names))
        and part.lineno >= node.lineno
        and any(isinstance(index, ast.Slice) and index.lower is not None for index in _indices(part))
        for part in parts
    )


def _indices(node: ast.Subscript) -> Sequence[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else (node.slice,)


def is_found(walk: Walk, operation: Operation, value: Value) -> bool:
    shapes = _shapes(walk, operation, value)
    return shapes is not None and _exchanged(*shapes) is not None


def _shapes(walk: Walk, operation: Operation, value: Value) -> tuple[Shape, Shape] | None:
    """Before and after, where axes are cut anew and all of them are known."""
    if operation.name not in _REGROUP or "order" in dict(operation.kwargs) or not isinstance(value, Tensor):
        return None
    tensor = next((arg for arg in operation.args if isinstance(arg, Tensor)), None)
    before, after = walk.bindings.resolve(tensor), walk.bindings.resolve(value)
    if not isinstance(before, Tensor) or before.shape is None or before.shape.run:
        return None
    return (before.shape, after.shape) if after.shape is not None and not after.shape.run else None


def _exchanged(before: Shape, after: Shape) -> tuple[Dim, Dim] | None:
    """Two sizes in the order in which they stand before."""
    moved = _moved(before, after)
    if moved is not None:
        return moved
    old, new = _places(before), _places(after)
    both = [atom for atom in old if atom in new and not _may_well_be_one(atom)]
    pairs = ((first, second) for first in both for second in both)
    return next(
        ((Dim.of(a), Dim.of(b)) for a, b in pairs if old[a] < old[b] and new[a] > new[b]),
        None,
    )


def _may_well_be_one(size: Symbol) -> bool:
    """Whether it is a size that nobody looks at, `batch, _, seq, d = x.shape`, so that moving its axis moves nothing.

    What is left of a size without a name, divided by another, is 1 if the two are one.
    """
    return size.kind is Kind.UNKNOWN or (size.is_nameless and (is_quotient(size) or not size.name.strip("?_")))


def _moved(before: Shape, after: Shape) -> tuple[Dim, Dim] | None:
    """Where the same axes stand in another order: one that is passed over, and the one that is put before it."""
    old, new = ([dim for dim in shape.plain_dims() if dim.constant != 1] for shape in (before, after))
    if sorted(map(str, old)) != sorted(map(str, new)) or any(dim.is_unknown for dim in old):
        return None
    first, second = next(((a, b) for a, b in zip(old, new, strict=True) if a != b), (None, None))
    if first is None or second is None or (first.constant is not None and second.constant is not None):
        return None  # what has two numbers for axes may be any row of numbers, cut anew
    return first, second


def _places(shape: Shape) -> dict[Symbol, tuple[int, int]]:
    """For each symbol that stands in one place only: its axis, and its place among the axis' ordered factors."""
    places: dict[Symbol, tuple[int, int]] = {}
    seen: set[Symbol] = set()
    for number, axis in enumerate(shape.axes):
        if not isinstance(axis, Axis):
            continue
        for place_, atoms in enumerate(_ordered_atoms(axis)):
            for atom in atoms:
                if isinstance(atom, Symbol):
                    if atom in seen:
                        places.pop(atom, None)
                    else:
                        places[atom] = (number, place_)
                    seen.add(atom)
    return places


def _ordered_atoms(axis: Axis) -> list[tuple[Atom, ...]]:
    """The factors of an axis in the order they were merged in, or all at one place where that isn't known."""
    parts = axis.factors or (axis.dim,)
    found: list[tuple[Atom, ...]] = []
    for part in parts:
        if len(part.terms) != 1:
            return []
        found.append(tuple(atom for atom, power in part.terms[0][0] if power == 1))
    return found


def _tell(walk: Walk, operation: Operation, before: Shape, after: Shape, first: Dim, second: Dim) -> None:
    a, b = walk.shown_dim(first), walk.shown_dim(second)
    message = (
        f"the shape is right and the values are scrambled: `{operation.name}` can't move {b} in front of {a}, it only "
        f"cuts the same row of numbers anew ({walk.shown(Tensor(before))} to {walk.shown(Tensor(after))}); transpose, "
        f"or use rearrange"
    )
    walk.finding(RULE.name, RULE.severity, place(walk, operation), message)
