"""How the shape of one tensor came about, step by step."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from shapecoach.analysis.model import Range
from shapecoach.flow.bindings import binding_of
from shapecoach.flow.identifying import move_of
from shapecoach.flow.known import Dims, Known
from shapecoach.flow.moves import Move
from shapecoach.flow.operations import Operation, operation_of

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One tensor on the way: how the program says it, with `…` for what was a step before, and its axes."""

    text: str
    dims: Dims | None


@dataclass(frozen=True, slots=True)
class Story:
    """The steps to a tensor, the last of which gives it; `move` is what that does to axes, where it is known."""

    steps: tuple[Step, ...] = ()
    is_cut: bool = False  # whether there were more before
    move: Move | None = None


def story_of(place: Range, known: Known) -> Story:
    """The story of the tensor that a fact at `place` is about; without steps where nothing led to it."""
    try:
        return _story(place, known)
    except RecursionError:  # an expression of a thousand parts, which nobody wants to see step by step
        return Story()


def _story(place: Range, known: Known) -> Story:
    node = next((node for node in reversed(known.around(place)) if known.source.range(node) == place), None)
    if not isinstance(node, ast.expr):
        return Story()
    start = _bound_at(node, known) or _origin(node, known)
    if start.operation is None:
        return Story()
    kept = _nearest(start, known)
    steps = [Step(_text(origin, known), _dims(origin, known)) for origin in _in_order(start, kept)]
    is_cut = any(part not in kept for origin in kept.values() for part in _parts(origin, known))
    return Story(tuple(steps), is_cut, move_of(start.operation, known))


@dataclass(eq=False)
class _Origin:
    """Where a tensor comes from: an expression, and the names that it is bound to, if it is."""

    node: ast.expr
    statement: ast.Assign | ast.AnnAssign | None = None
    operation: Operation | None = None
    parts: list[_Origin] = field(default_factory=list["_Origin"])


def _bound_at(node: ast.expr, known: Known) -> _Origin | None:
    """Of a name that is bound where it stands: what it is bound to."""
    if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Store):
        return None
    statement = next(
        (one for one in reversed(known.around(known.source.range(node))) if isinstance(one, ast.stmt)), None
    )
    match statement:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return _Origin(node, statement, operation_of(value, known))
        case _:
            return _Origin(node)


def _origin(node: ast.expr, known: Known) -> _Origin:
    if not isinstance(node, ast.Name):
        return _Origin(node, None, operation_of(node, known))
    statement = binding_of(node, known)
    value = statement.value if statement is not None else None
    return _Origin(node, statement, operation_of(value, known) if value is not None else None)


def _parts(origin: _Origin, known: Known) -> list[str]:
    return [_key(node, known) for node in origin.operation.operands] if origin.operation is not None else []


def _nearest(start: _Origin, known: Known) -> dict[str, _Origin]:
    """The origins nearest to a tensor, each once: as many as there may be steps."""
    kept = {_key(start.node, known): start}
    waiting = [start]
    while waiting and len(kept) < MOST_STEPS:
        origin = waiting.pop(0)
        for node in origin.operation.operands if origin.operation is not None else ():
            key = _key(node, known)
            if key not in kept and len(kept) < MOST_STEPS:
                kept[key] = _origin(node, known)
                waiting.append(kept[key])
            if key in kept:
                origin.parts.append(kept[key])
    return kept


def _key(node: ast.expr, known: Known) -> str:
    """What tells origins apart: a name by its binding, anything else by its place."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        statement = binding_of(node, known)
        place = known.source.range(statement) if statement is not None else ""
        return f"{node.id} {place}"
    return f"{known.source.range(node)}"


def _in_order(start: _Origin, kept: dict[str, _Origin]) -> Iterator[_Origin]:
    """Every origin after those that it is made of."""
    done: set[int] = set()

    def visit(origin: _Origin) -> Iterator[_Origin]:
        if id(origin) in done:
            return
        done.add(id(origin))
        for part in origin.parts:
            yield from visit(part)
        yield origin

    yield from visit(start)


def _text(origin: _Origin, known: Known) -> str:
    if origin.operation is None:
        return known.source.segment(origin.node)
    text = known.source.segment(origin.operation.node)
    for node in origin.operation.operands:
        if not isinstance(node, ast.Name) and any(part.node is node for part in origin.parts):
            text = text.replace(known.source.segment(node), "…", 1)
    match origin.statement:
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
            return f"{known.source.segment(target)} = {text}"
        case _:
            return text


def _dims(origin: _Origin, known: Known) -> Dims | None:
    node = origin.node
    fact = known.bound(node) if isinstance(getattr(node, "ctx", None), ast.Store) else known.fact(node)
    return fact.dims if fact is not None else None
