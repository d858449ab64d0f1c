"""What a function's body can do to code outside it; remembered by its text, since an edit leaves most as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from shapecoach.analysis import containers
from shapecoach.analysis.newest import Newest
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import RESHAPING, FunctionNode

_FILLING = containers.OF_LISTS | containers.OF_DICTS


@dataclass(frozen=True)
class Traces:
    """Of attributes, names and methods only what they are called: whose they are can't be read off a body."""

    assigned: frozenset[str]  # attributes
    filled: frozenset[str]  # attributes whose list or dict may get other items
    reshaped: frozenset[str]  # attributes that get another shape in place
    reshaping: frozenset[str]  # the methods that give anything another shape in place
    felt_everywhere: frozenset[str]  # names declared global, and libraries imported
    mentioned: frozenset[str]  # names in it: a list of that name may be changed when the function is called

    @cached_property
    def in_classes(self) -> frozenset[str]:
        """What is felt in the class of a method: attributes after a dot, and methods."""
        return self.reshaping.union(f".{name}" for name in self.assigned)


_known: Newest[Traces] = Newest(4096)


def traces_of(node: FunctionNode, lines: Sequence[str]) -> Traces:
    """The traces of a function that stands in these lines of a file."""
    if isinstance(node, ast.Lambda):  # of which several may stand on one line
        return _left_by([node.body])
    text = "\n".join(lines[node.body[0].lineno - 1 : node.end_lineno])
    traces = _known.get(text)
    if traces is None:
        traces = _left_by(node.body)
        _known.put(text, traces)
    return traces


def _left_by(body: Sequence[ast.AST]) -> Traces:
    assigned, filled, reshaped, reshaping = set[str](), set[str](), set[str](), set[str]()
    everywhere, mentioned = set[str](), set[str]()
    for part in (part for statement in body for part in nodes(statement)):
        match part:
            case ast.Name():
                mentioned.add(part.id)
            case ast.Attribute(ctx=ast.Store()):
                assigned.add(part.attr)
            case ast.Attribute(attr=attr) if attr in RESHAPING:
                reshaping.add(attr)
                if isinstance(part.value, ast.Attribute):
                    reshaped.add(part.value.attr)
            case ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del()):
                filled.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr=method)) if method in _FILLING:
                filled.add(name)
            case ast.Global() | ast.Nonlocal():
                everywhere.update(part.names)
            case ast.Import() | ast.ImportFrom():
                everywhere.update(f"import {top}" for top in _imported_by(part))
            case _:
                pass
    return Traces(*map(frozenset, (assigned, filled, reshaped, reshaping, everywhere, mentioned)))


def _imported_by(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    yield from (alias.name.partition(".")[0] for alias in statement.names)
    if isinstance(statement, ast.ImportFrom) and statement.module is not None:
        yield statement.module.partition(".")[0]
