"""Where a run of axes (`*batch`) is taken for a fixed number of them."""

from __future__ import annotations

import ast

from shapecoach.analysis.model import Range, Severity
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.axis import Run

_RANKS = frozenset({"ndim", "dim"})


def told(walk: Walk, node: ast.AST, run: Run, length: int, operands: str) -> None:
    """Tell that an operation works only where a run of the function's own is so long."""
    told_at(walk, walk.source.range(node), run, length, operands)


def told_at(walk: Walk, place: Range, run: Run, length: int, why: str) -> None:
    """Tell it of a place.  A run without a name (`...`) mostly means that nobody cares, and whoever asks for the number
    of axes may know it."""
    if run.name and run.scope == walk.scope and not asks_for_ranks(walk):
        message = f"this works only if `{run}` is {counted(length)}: {why}"
        walk.finding("shape-mismatch", Severity.WARNING, place, message)


def asks_for_ranks(walk: Walk) -> bool:
    """Whether the function asks anywhere how many axes a tensor has."""
    for part in nodes(walk.function) if walk.function is not None else ():
        match part:
            case ast.Attribute(attr=name) if name in _RANKS:
                return True
            case ast.Call(func=ast.Name(id="len"), args=[ast.Attribute(attr="shape")]):
                return True
            case _:
                pass
    return False


def counted(length: int) -> str:
    """So many axes, in words."""
    return {0: "empty", 1: "one axis"}.get(length, f"{length} axes")
