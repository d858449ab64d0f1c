"""How many items something has that is iterated, and lists that a loop fills: one item each time round."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from shapecoach.analysis.assignment import items_of
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Listing, Seq, Value
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

_LEAVES = (ast.Break, ast.Continue, ast.Return, ast.Try, ast.TryStar, ast.Yield, ast.YieldFrom)


def length_of(value: Value) -> Dim | None:
    """How many items it has, as far as that is known."""
    items = items_of(value)
    if items is not None:
        return Dim.of(len(items))
    if isinstance(value, Listing):
        return value.length if isinstance(value.length, Dim) else None
    if isinstance(value, Tensor) and value.shape is not None and value.shape.axes:
        first = value.shape.axes[0]
        return first.dim if isinstance(first, Axis) else None
    return None


def has_an_item(value: Value) -> bool:
    """Whether it is sure to have an item: an axis with a name has one, and so has what is that long."""
    length = length_of(value)
    return length is not None and bool(length.terms) and all(
        factor > 0 and all(isinstance(atom, Symbol) and atom.kind is not Kind.UNKNOWN for atom, _ in monomial)
        for monomial, factor in length.terms
    )  # fmt: skip


def filled_by(walk: Walk, loop: ast.For | ast.AsyncFor, times: Dim | None) -> Mapping[str, Dim]:
    """How long the lists will be, by name, to which a loop that is gone through so many times appends one item each."""
    if times is None or any(isinstance(part, _LEAVES) for part in nodes(loop)):
        return {}
    lengths: dict[str, Dim] = {}
    for statement in loop.body:
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[_])):
                held = walk.env.get(name)
                mentions = sum(isinstance(part, ast.Name) and part.id == name for part in nodes(loop))
                if isinstance(held, Seq) and held.is_list and mentions == 1:
                    lengths[name] = times + len(held.items)
            case _:
                pass
    return lengths


def note_lengths(walk: Walk, lengths: Mapping[str, Dim]) -> None:
    """Let the lists that a loop has filled have their lengths."""
    for name, length in lengths.items():
        held = walk.env.get(name)
        if isinstance(held, Listing) and held.length is None:
            walk.changed(held, Listing(held.item, length))
