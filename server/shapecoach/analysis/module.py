"""From text to an Analysis: walking a whole file."""

from __future__ import annotations

import ast
import logging
import sys

from shapecoach.analysis import suppressions
from shapecoach.analysis.classes import typical_instance
from shapecoach.analysis.functions import walk_definition
from shapecoach.analysis.memory import Surroundings
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
    module = ModuleContext(source, volatile=_rebound_from_afar(source))
    walk = Walk(module, "<module>", module.names)
    for statement in source.tree.body:
        walk.alive = True  # what stands after a `raise`, or a `return` of a function still being typed, is code too
        execute(walk, statement)
    around = Surroundings(source)
    for value in list(module.names.values()):
        if isinstance(value, Function):
            _walk_function(walk, around, value, None)
        elif isinstance(value, Class):
            _walk_class(walk, around, value)
    recorder = module.recorder
    findings = suppressions.applied(source, sorted(recorder.findings.values(), key=lambda finding: finding.range))
    facts = sorted(recorder.facts.values(), key=lambda fact: (fact.range, fact.name))
    return Analysis(tuple(findings), tuple(facts))


def _rebound_from_afar(source: Source) -> frozenset[str]:
    """The names that some function declares global or nonlocal: their value hangs on what ran before."""
    if "global" not in source.text and "nonlocal" not in source.text:
        return frozenset()
    nodes = ast.walk(source.tree)
    return frozenset(name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names)


def _walk_function(walk: Walk, around: Surroundings, function: Function, cls: Class | None) -> None:
    if isinstance(function.node, ast.Lambda):
        return

    def do() -> None:
        # A method walks with an object of its own, so that what one method stores doesn't hang on which came first.
        instance = Instance(cls, dict(typical_instance(walk, cls).attributes)) if cls is not None else None
        try:
            walk_definition(walk, function, instance)
        except RecursionError:
            raise
        except Exception:  # a slip of ours costs what is known of one function, never the whole file
            log.debug("walking %s", function.qualname, exc_info=True)

    around.remembered(walk.module, function.node, do)


def _walk_class(walk: Walk, around: Surroundings, cls: Class) -> None:
    typical_instance(walk, cls)
    for name, method in cls.methods.items():
        if name != "__init__" or cls.is_dataclass:
            _walk_function(walk, around, method, cls)
    for value in cls.attributes.values():
        if isinstance(value, Class):
            _walk_class(walk, around, value)
