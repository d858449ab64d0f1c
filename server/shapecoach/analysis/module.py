"""From text to an Analysis: walking a whole file."""

from __future__ import annotations

import ast
import logging
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from shapecoach.analysis import one_length, suppressions
from shapecoach.analysis.agreements import contradictions
from shapecoach.analysis.classes import typical_instance
from shapecoach.analysis.closed import is_closed
from shapecoach.analysis.context import ModuleContext
from shapecoach.analysis.functions import walk_definition
from shapecoach.analysis.memory import Surroundings
from shapecoach.analysis.model import Analysis, Dependency
from shapecoach.analysis.reading import Reading, source_of
from shapecoach.analysis.source import Source
from shapecoach.analysis.statements import execute
from shapecoach.analysis.values import Class, Function
from shapecoach.analysis.walk import MODULE_LEVEL, State, Walk
from shapecoach.analysis.walked import Walked
from shapecoach.analysis.workspace import Workspace
from shapecoach.probe.searches import charged_to

log = logging.getLogger(__name__)

DEEPEST_TREE = 3000
LARGEST_FILE = 2_000_000  # characters; what is longer was not written by hand
UNSAVED = "<unsaved>"


def analyse(text: str, path: str = UNSAVED, workspace: Workspace | None = None) -> Analysis:
    """Analyse one Python file without importing or running it.  Never raises.

    What it imports is looked up in the files of the workspace; for a file without a path, nowhere.
    """
    if len(text) > LARGEST_FILE:
        return Analysis()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST_TREE))
    try:
        place = None if path.startswith("<") else Path(path).absolute()
        reading = Reading(workspace, text.count("\n"))
        with charged_to(reading.budget.searches):
            return _analyse(source_of(text), place, reading)
    except RecursionError:
        log.debug("analysing a file", exc_info=True)
        return Analysis()
    finally:
        sys.setrecursionlimit(limit)


def _analyse(source: Source, path: Path | None, reading: Reading) -> Analysis:
    around = Surroundings(source)
    walked = around.walked(path, reading, partial(_walk_surroundings, around, reading))
    before = walked.walk.snapshot()  # once for all: it takes as long as there are names
    for function, cls in around.closed(walked):
        if reading.budget.is_spent_for_all:
            break
        assert not isinstance(function.node, ast.Lambda)
        around.remembered(walked.walk, function.node, partial(_walk_apart, walked.walk, before, function, cls))
    recorder = walked.walk.module.recorder
    for finding in contradictions(recorder.agreements):
        recorder.finding(finding)
    findings = suppressions.applied(source, sorted(recorder.findings.values(), key=lambda finding: finding.range))
    facts = sorted(recorder.facts.values(), key=lambda fact: (fact.range, fact.name))
    return Analysis(tuple(findings), tuple(facts), _dependencies(walked.walk.module, reading), source.unread)


def _walk_surroundings(around: Surroundings, reading: Reading, module: ModuleContext) -> Walked:
    """Walk all of a file but its closed functions."""
    walk = walk_top_level(module, reading)
    own = [value for value in module.names.values() if isinstance(value, Class | Function) and value.module is module]
    classes = [cls for value in own if isinstance(value, Class) for cls in _with_inner(value)]
    for cls in classes:
        with _slips_forgiven(cls.qualname):
            typical_instance(walk, cls)
    functions: list[tuple[Function, Class | None]] = [(value, None) for value in own if isinstance(value, Function)]
    for cls in classes:
        methods = cls.methods.items()
        functions += [(method, cls) for name, method in methods if name != "__init__" or cls.is_dataclass]
    defined = [(function, cls) for function, cls in functions if not isinstance(function.node, ast.Lambda)]
    before = walk.snapshot()
    for function, cls in defined:
        if not is_closed(function.node) and not reading.budget.is_spent_for_all:
            with reading.budget.afresh():
                _walk_apart(walk, before, function, cls)
    closed = tuple((function, cls) for function, cls in defined if is_closed(function.node))
    return Walked(walk, closed, module.recorder, module.source.tree, around.standing)


def walk_top_level(module: ModuleContext, reading: Reading) -> Walk:
    """Walk the statements of a module, which gives it its names."""
    walk = Walk(module, reading, MODULE_LEVEL, module.names)
    for statement in module.source.tree.body:
        walk.alive = True  # what stands after a `raise`, or a `return` of a function still being typed, is code too
        with _slips_forgiven("a statement"):
            execute(walk, statement)
    return walk


def _with_inner(cls: Class) -> Iterator[Class]:
    """A class and those defined in its body."""
    yield cls
    for value in cls.attributes.values():
        if isinstance(value, Class) and value.module is cls.module:
            yield from _with_inner(value)


def _walk_apart(walk: Walk, before: State, function: Function, cls: Class | None) -> None:
    """Walk a definition so that nothing it does to objects is seen by the others: which comes first mustn't matter.

    `before` is the state that each begins with.
    """

    def walk_once(run_length: int | None = None) -> tuple[str, ...]:
        changed = set(walk.reading.changed)
        typical = {instance: dict(instance.attributes) for instance in walk.module.typical.values()}
        instance = typical_instance(walk, cls).copy() if cls is not None else None
        runs: tuple[str, ...] = ()
        with _slips_forgiven(function.qualname):
            runs = walk_definition(walk, function, instance, run_length)
        walk.restore(before)
        for held, attributes in typical.items():
            held.attributes = attributes
        walk.reading.changed &= changed
        return runs

    runs = walk_once()
    if len(runs) == 1:
        one_length.tell_of_all(walk.module, function, runs[0], walk_once)


@contextmanager
def _slips_forgiven(what: str) -> Generator[None]:
    """A slip of ours, or nesting too deep for us, costs what is known of one part of a file, never the whole."""
    try:
        yield
    except Exception:
        log.debug("walking %s", what, exc_info=True)


def _dependencies(module: ModuleContext, reading: Reading) -> tuple[Dependency, ...]:
    files = sorted(reading.hung_on(module))
    return tuple(Dependency(str(path), reading.digest_of(path) or None) for path in files)
