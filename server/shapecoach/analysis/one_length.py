"""Where a run of axes (`*batch`) is taken for a fixed number of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from shapecoach.analysis.context import ModuleContext
from shapecoach.analysis.model import Finding, Range, Severity
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Function, FunctionNode
from shapecoach.analysis.walk import Walk
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.runs import LENGTHS
from shapecoach.shapes.axis import Run

_RANKS = frozenset({"ndim", "dim"})
_MISFITS = frozenset({"argument-shape", "assumed-equal", "einops-pattern", "return-shape", "shape-mismatch"})


def told(walk: Walk, node: ast.AST, run: Run, length: int, operands: str) -> None:
    """Tell that an operation works only where a run of the function's own is so long."""
    told_at(walk, walk.source.range(node), run, length, operands)


def told_at(walk: Walk, place: Range, run: Run, length: int, why: str) -> None:
    """Tell it of a place.  A run without a name (`...`) mostly means that nobody cares, and whoever asks for the number
    of axes may know it."""
    if run.name and run.scope == walk.scope and not asks_for_ranks(walk.function):
        message = f"this works only if `{run}` is {counted(length)}: {why}"
        walk.finding("shape-mismatch", Severity.WARNING, place, message)


def tell_of_all(module: ModuleContext, function: Function, run: str, walk_at: Callable[[int], object]) -> None:
    """Tell what in a function fails at all lengths of its run of axes, or at all but one.

    Walked with any number of axes, it has said all that doesn't hang on how many there are; but what `x.sum(0)` gives
    is unknown there.  So `walk_at` walks it with a run of so many.
    """
    if is_hasty() or asks_for_ranks(function.node) or _failure(module.recorder, function) is not None:
        return
    failures: dict[int, Finding] = {}
    for tried, length in enumerate(LENGTHS, start=1):
        recorder, module.recorder = module.recorder, Recorder()
        try:
            walk_at(length)
            failure = _failure(module.recorder, function)
        finally:
            module.recorder = recorder
        if failure is not None:
            failures[length] = failure
        if tried - len(failures) > 1:
            return
    working = next((length for length in LENGTHS if length not in failures), None)
    fits = "no number of axes fits" if working is None else f"this works only if `*{run}` is {counted(working)}"
    told: set[Range] = set()
    for length, failure in failures.items():
        message = f"{fits}: where `*{run}` is {counted(length)}, {failure.message}"
        if failure.range not in told:
            module.recorder.finding(replace(failure, severity=Severity.WARNING, message=message, fixes=()))
            told.add(failure.range)


def _failure(recorder: Recorder, function: Function) -> Finding | None:
    """The first finding in a function that says that it can't run, or only where two axes happen to be equal."""
    lines = range(function.node.lineno - 1, function.node.end_lineno or function.node.lineno)
    failures = (
        finding
        for finding in recorder.findings.values()
        if finding.rule in _MISFITS and finding.range.start.line in lines
    )
    return min(failures, key=lambda finding: finding.range, default=None)


def asks_for_ranks(function: FunctionNode | None) -> bool:
    """Whether a function asks anywhere how many axes a tensor has."""
    for part in nodes(function) if function is not None else ():
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
