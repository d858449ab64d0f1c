"""From text to an Analysis: walking a whole file."""

from __future__ import annotations

import ast
import logging
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial

from shapecoach.analysis import suppressions
from shapecoach.analysis.classes import typical_instance
from shapecoach.analysis.functions import walk_definition
from shapecoach.analysis.memory import Surroundings, Walked, is_closed
from shapecoach.analysis.model import Analysis
from shapecoach.analysis.source import Source
from shapecoach.analysis.statements import execute
from shapecoach.analysis.values import Class, Function, Instance
from shapecoach.analysis.walk import ModuleContext, Walk

log = logging.getLogger(__name__)

DEEPEST_TREE = 3000
LARGEST_FILE = 2_000_000  # characters; what is longer was not written by hand


def analyse(text: str, path: str = "<unsaved>") -> Analysis:
    """Analyse one Python file without importing or running it.  Never raises."""
    if len(text) > LARGEST_FILE:
        return Analysis()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST_TREE))
    try:
        return _analyse(Source(text))
    except RecursionError:
        return Analysis()
    finally:
        sys.setrecursionlimit(limit)


def _analyse(source: Source) -> Analysis:
    around = Surroundings(source)
    walked = around.walked(_walk_surroundings)
    for function, cls in around.closed(walked):
        assert not isinstance(function.node, ast.Lambda)
        walk = partial(_walk_apart, walked.walk, function, cls)
        around.remembered(walked.walk.module, function.node, walk)
    recorder = walked.walk.module.recorder
    findings = suppressions.applied(source, sorted(recorder.findings.values(), key=lambda finding: finding.range))
    facts = sorted(recorder.facts.values(), key=lambda fact: (fact.range, fact.name))
    return Analysis(tuple(findings), tuple(facts))


def _walk_surroundings(around: Surroundings) -> Walked:
    """Walk all of a file but its closed functions."""
    source = around.source
    module = ModuleContext(source, volatile=_rebound_from_afar(source))
    walk = Walk(module, "<module>", module.names)
    for statement in source.tree.body:
        walk.alive = True  # what stands after a `raise`, or a `return` of a function still being typed, is code too
        with _slips_forgiven("a statement"):
            execute(walk, statement)
    classes = [cls for value in module.names.values() if isinstance(value, Class) for cls in _with_inner(value)]
    for cls in classes:
        with _slips_forgiven(cls.qualname):
            typical_instance(walk, cls)
    functions: list[tuple[Function, Class | None]] = [
        (value, None) for value in module.names.values() if isinstance(value, Function)
    ]
    for cls in classes:
        methods = cls.methods.items()
        functions += [(method, cls) for name, method in methods if name != "__init__" or cls.is_dataclass]
    defined = [(function, cls) for function, cls in functions if not isinstance(function.node, ast.Lambda)]
    for function, cls in defined:
        if not is_closed(function.node):
            module.steps = 0
            _walk_apart(walk, function, cls)
    closed = tuple((function, cls) for function, cls in defined if is_closed(function.node))
    return Walked(walk, closed, module.recorder, around.definitions)


def _rebound_from_afar(source: Source) -> frozenset[str]:
    """The names that some function declares global or nonlocal: their value hangs on what ran before."""
    if "global" not in source.text and "nonlocal" not in source.text:
        return frozenset()
    nodes = ast.walk(source.tree)
    return frozenset(name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names)


def _with_inner(cls: Class) -> Iterator[Class]:
    """A class and those defined in its body."""
    yield cls
    for value in cls.attributes.values():
        if isinstance(value, Class):
            yield from _with_inner(value)


def _walk_apart(walk: Walk, function: Function, cls: Class | None) -> None:
    """Walk a definition so that nothing it does to objects is seen by the others: which comes first mustn't matter."""
    before = walk.snapshot()
    typical = {instance: dict(instance.attributes) for instance in walk.module.typical.values()}
    instance = Instance(cls, dict(typical_instance(walk, cls).attributes)) if cls is not None else None
    with _slips_forgiven(function.qualname):
        walk_definition(walk, function, instance)
    walk.restore(before)
    for held, attributes in typical.items():
        held.attributes = attributes


@contextmanager
def _slips_forgiven(what: str) -> Generator[None]:
    """A slip of ours, or nesting too deep for us, costs what is known of one part of a file, never the whole."""
    try:
        yield
    except Exception:
        log.debug("walking %s", what, exc_info=True)
