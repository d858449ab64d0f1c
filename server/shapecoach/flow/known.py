"""What an analysis knows of the tensors that a syntax tree speaks of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from shapecoach.analysis.model import Analysis, Fact, Position, Range
from shapecoach.analysis.source import recent_source
from shapecoach.axes.libraries import path_of
from shapecoach.axes.occurrences import AxisIndex, PatternCall

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scope = Function | ast.Module
"""What has names of its own."""
Dims = tuple[str, ...]


class Known:
    """A text's tree, with the shape of every expression and name that is known."""

    def __init__(self, text: str, index: AxisIndex, analysis: Analysis) -> None:
        self.source = recent_source(text)
        self.index = index
        self._analysis = analysis

    @property
    def tree(self) -> ast.Module:
        return self.source.tree

    def fact(self, node: ast.expr) -> Fact | None:
        """The tensor that an expression gives; None where it isn't known to be one."""
        return self._values.get(self.source.range(node))

    def bound(self, node: ast.expr | ast.arg) -> Fact | None:
        """The tensor that is bound to a name where it stands."""
        place = self.source.range(node)
        if isinstance(node, ast.arg):
            end = self.source.position(node.lineno, node.col_offset + len(node.arg.encode()))
            place = Range(place.start, end)
        return self._bindings.get(place)

    def pattern(self, node: ast.expr) -> PatternCall | None:
        """What is known of a call with an einops pattern or an equation."""
        place = self.source.range(node)
        return next((call for call in self.index.calls if call.range == place), None)

    def path(self, node: ast.expr) -> str:
        """The library path that a name stands for; empty where it is none."""
        return path_of(node, self.index.libraries)

    def around(self, place: Range) -> list[ast.AST]:
        """The nodes that a place is in, the outermost first."""
        path: list[ast.AST] = [self.tree]
        while True:
            inner = next((part for part in _parts(path[-1]) if self._holds(part, place)), None)
            if inner is None:
                return path
            path.append(inner)

    def scope_at(self, position: Position) -> tuple[Scope, str]:
        """The innermost function around a place, or the module, and its name as facts have it."""
        scope: Scope = self.tree
        names: list[str] = []
        name = ""
        for node in self.around(Range(position, position)):
            if isinstance(node, Function | ast.ClassDef):
                names.append(node.name)
            if isinstance(node, Function):
                scope, name = node, ".".join(names)
        return scope, name

    @cached_property
    def _values(self) -> dict[Range, Fact]:
        return {fact.range: fact for fact in self._analysis.facts if not fact.binding}

    @cached_property
    def _bindings(self) -> dict[Range, Fact]:
        return {fact.range: fact for fact in self._analysis.facts if fact.binding}

    def _holds(self, node: ast.AST, place: Range) -> bool:
        first, last = _lines(node)
        if not first - 1 <= place.start.line <= place.end.line <= last - 1:
            return False
        whole = self.source.range(node)
        return whole.start <= place.start and place.end <= whole.end


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that have a place, those without passed over: `arguments`, `withitem`."""
    for part in ast.iter_child_nodes(node):
        if hasattr(part, "lineno"):
            yield part
        else:
            yield from _parts(part)


def _lines(node: ast.AST) -> tuple[int, int]:
    line = getattr(node, "lineno", 0)
    return line, getattr(node, "end_lineno", None) or line
