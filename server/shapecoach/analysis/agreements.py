"""What is told only where several walks agree, or don't.

The methods of a class take its sizes for something: one object has to serve them all, and what they are called with.
And what one call of a function makes look wrong, another call may show to be right.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shapecoach.analysis.model import Finding, Range, Related, Severity
from shapecoach.analysis.own_sizes import open_sizes, sizes_of
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Instance
from shapecoach.analysis.walk import Walk
from shapecoach.probe.equations import always_differ
from shapecoach.shapes.dim import Dim, Kind

_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Match, ast.BoolOp)


@dataclass(frozen=True, slots=True)
class Number:
    """One method works only where one int of its class is this number; `range` is where that follows."""

    owner: str
    size: str
    number: int
    method: str
    range: Range


@dataclass(frozen=True, slots=True)
class Need:
    """A method works only where one int of its object is as long as an axis that its annotations name."""

    method: str
    size: str
    axis: str
    range: Range


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an object's method: what its ints are, and the axes of the arguments, each also in words."""

    method: str
    sizes: Mapping[str, tuple[Dim, str]]
    axes: Mapping[str, tuple[Dim, str]]
    range: Range


@dataclass(frozen=True, slots=True)
class Doubt:
    """What one walk says of a place, by the rule; nothing where it found it right."""

    rule: str
    says: str
    range: Range


Agreement: TypeAlias = Number | Need | Call | Doubt


def note(walk: Walk) -> None:
    """Remember what a method that was walked takes its object's ints for; what hangs on a branch is left alone."""
    if walk.instance is None or walk.function is None or walk.quiet:
        return
    if any(isinstance(part, _BRANCHES) for part in nodes(walk.function)):
        return
    for symbol in sorted(open_sizes(walk.instance), key=lambda symbol: symbol.sort_key):
        size, place = walk.bindings.resolve(Dim.of(symbol)), walk.joined_at.get(symbol)
        if place is None:
            continue
        if size.constant is not None:
            walk.module.recorder.agreements.append(Number(symbol.scope, symbol.name, size.constant, walk.scope, place))
        axis = size.symbol.name if size.symbol is not None else ""
        if walk.axis_names.get(axis) == size and axis not in {symbol.name, *walk.optional_axes}:
            walk.module.recorder.agreements.append(Need(walk.scope, symbol.name, axis, place))


def note_call(walk: Walk, method: str, instance: Instance, axes: Mapping[str, Dim], place: Range) -> None:
    """Remember what an object's method was called with, as far as it is known for certain."""
    if walk.quiet or walk.hushed:
        return
    sizes, met = _certain(walk, sizes_of(instance)), _certain(walk, axes)
    if sizes and met:
        walk.module.recorder.agreements.append(Call(method, sizes, met, place))


def note_doubt(walk: Walk, rule: str, says: str, place: Range) -> None:
    """Remember what looks wrong in this walk of a function, or that it doesn't: a first token has nothing before it."""
    if not walk.quiet and not (says and walk.hushed):
        walk.module.recorder.agreements.append(Doubt(rule, says, place))


def _certain(walk: Walk, sizes: Mapping[str, Dim]) -> dict[str, tuple[Dim, str]]:
    """The sizes that are made of numbers and named axes alone, each also in words."""
    resolved = ((name, walk.bindings.resolve(size)) for name, size in sizes.items())
    return {
        name: (size, walk.shown_dim(size))
        for name, size in resolved
        if all(symbol.kind is Kind.RIGID for symbol in size.symbols())
    }


def contradictions(agreements: Sequence[Agreement]) -> Iterator[Finding]:
    """Where an object can't serve all that its class or its caller asks of it, and what no walk found right."""
    yield from _between_methods(one for one in agreements if isinstance(one, Number))
    needs = defaultdict[str, list[Need]](list)
    for one in agreements:
        if isinstance(one, Need):
            needs[one.method].append(one)
    for call in agreements:
        if isinstance(call, Call):
            yield from _in_a_call(call, needs[call.method])
    yield from _of_every_walk(one for one in agreements if isinstance(one, Doubt))


def _in_a_call(call: Call, needs: Iterable[Need]) -> Iterator[Finding]:
    """The axes of arguments that are not as long as the int of the object that they meet in its method."""
    for need in needs:
        size, axis = call.sizes.get(need.size), call.axes.get(need.axis)
        severity = _misfit(size[0], axis[0]) if size is not None and axis is not None else None
        if size is None or axis is None or severity is None:
            continue
        name = call.method.rpartition(".")[2]
        message = (
            f"`{name}` needs its axis `{need.axis}` to be as long as the `{need.size}` of its object: "
            f"`{need.axis}` is {axis[1]} here, and `{need.size}` is {size[1]}"
        )
        related = (Related(need.range, f"`{need.axis}` meets `{need.size}` here"),)
        yield Finding("argument-shape", severity, call.range, message, related)


def _misfit(size: Dim, axis: Dim) -> Severity | None:
    """Whether no sizes make the two equal, or only some; an axis of 1 may be stretched."""
    if size == axis or 1 in (size.constant, axis.constant):
        return None
    if always_differ(size, axis):
        return Severity.ERROR
    apart = all(dim.constant is not None or dim.symbol is not None for dim in (size, axis))
    same_name = size.symbol is not None and axis.symbol is not None and size.symbol.name == axis.symbol.name
    return Severity.WARNING if apart and not same_name else None


def _of_every_walk(doubts: Iterable[Doubt]) -> Iterator[Finding]:
    """What each walk that came to a place said of it."""
    said = defaultdict[tuple[str, Range], list[str]](list)
    for doubt in doubts:
        said[doubt.rule, doubt.range].append(doubt.says)
    for (rule, place), all_of_them in said.items():
        if all(all_of_them):
            yield Finding(rule, Severity.WARNING, place, all_of_them[0])


def _between_methods(agreements: Iterable[Number]) -> Iterator[Finding]:
    """The methods that take an int for another number than a method before them did."""
    first: dict[tuple[str, str], Number] = {}
    for agreement in sorted(agreements, key=lambda agreement: agreement.range):
        before = first.setdefault((agreement.owner, agreement.size), agreement)
        if before.number != agreement.number:
            name = before.method.rpartition(".")[2]
            message = f"here `{agreement.size}` is {agreement.number}, and in `{name}` it is {before.number}"
            related = (Related(before.range, f"{agreement.size}: {before.number} here"),)
            yield Finding("assumed-equal", Severity.WARNING, agreement.range, message, related)
