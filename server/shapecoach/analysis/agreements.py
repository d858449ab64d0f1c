"""What the methods of a class take its sizes for: one object has to serve them all."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapecoach.analysis.model import Finding, Range, Related, Severity
from shapecoach.analysis.own_sizes import open_sizes
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.dim import Dim

_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Match, ast.BoolOp)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One method works only where one int of its class is this number; `range` is where that follows."""

    owner: str
    size: str
    number: int
    method: str
    range: Range


def note(walk: Walk) -> None:
    """Remember what a method that was walked takes its object's ints for; what hangs on a branch is left alone."""
    if walk.instance is None or walk.function is None or walk.quiet:
        return
    if any(isinstance(part, _BRANCHES) for part in nodes(walk.function)):
        return
    for symbol in sorted(open_sizes(walk.instance), key=lambda symbol: symbol.sort_key):
        number = walk.bindings.resolve(Dim.of(symbol)).constant
        place = walk.joined_at.get(symbol)
        if number is not None and place is not None:
            walk.module.recorder.agreements.append(Agreement(symbol.scope, symbol.name, number, walk.scope, place))


def contradictions(agreements: Iterable[Agreement]) -> Iterator[Finding]:
    """The methods that take an int for another number than a method before them did."""
    first: dict[tuple[str, str], Agreement] = {}
    for agreement in sorted(agreements, key=lambda agreement: agreement.range):
        before = first.setdefault((agreement.owner, agreement.size), agreement)
        if before.number != agreement.number:
            name = before.method.rpartition(".")[2]
            message = f"here `{agreement.size}` is {agreement.number}, and in `{name}` it is {before.number}"
            related = (Related(before.range, f"{agreement.size}: {before.number} here"),)
            yield Finding("assumed-equal", Severity.WARNING, agreement.range, message, related)
