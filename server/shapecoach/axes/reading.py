"""Reads a file's syntax tree for the places of its axis names."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from shapecoach.analysis.source import Source, recent_source
from shapecoach.axes.annotations import Annotation, AnnotationReader
from shapecoach.axes.calls import CallReader
from shapecoach.axes.collected import WORD, Collected, Found, parts_of
from shapecoach.axes.imports import imports_of
from shapecoach.axes.libraries import library_names, path_of, statements_of
from shapecoach.axes.occurrences import AxisIndex, Obstacle, Occurrence, PatternCall
from shapecoach.axes.scopes import MODULE, Alias, File, FileNames, Key, Scope, joined

HERE = Path()
"""A file that is read by itself."""


@lru_cache(maxsize=8)
def read_axes(text: str) -> AxisIndex:
    """Every axis name of a file; statements that don't parse are left out.  Never raises."""
    return _index(recent_source(text))


@dataclass(slots=True)
class _Read:
    """What was read in one statement at the margin; `lines` and `names` are what it was read with."""

    lines: Sequence[str]
    names: Mapping[str, str]
    found: Sequence[Found]
    calls: Sequence[PatternCall]
    obstacles: Sequence[Obstacle]
    scopes: Sequence[Scope]  # the first is the module's
    aliases: Mapping[str, Alias]
    axes: Sequence[tuple[Scope, str]]  # the names in each scope, in order
    _symbols: Sequence[int] = ()
    _occurrences: Sequence[Occurrence] = ()

    def occurrences(self, symbols: Sequence[int]) -> Sequence[Occurrence]:
        """What was found, with the number that each of the axes has in the file."""
        if symbols != self._symbols:
            of = dict(zip(self.axes, symbols, strict=True))
            self._symbols = symbols
            self._occurrences = [
                Occurrence(
                    one.name, one.range, one.kind, of[one.scope, one.name], one.scope.name, one.owner, one.declares
                )
                for one in self.found
            ]
        return self._occurrences


# An edit leaves most statements the same nodes at the same place (`recovery.py`).
_read: WeakKeyDictionary[ast.stmt, _Read] = WeakKeyDictionary()


def forget_all() -> None:
    """Be as if no file had been read yet."""
    _read.clear()
    _imported.clear()
    read_axes.cache_clear()


def _statement(source: Source, node: ast.stmt, names: Mapping[str, str]) -> _Read:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]) - 1
    lines = source.lines[first : node.end_lineno]
    known = _read.get(node)
    if known is None or known.lines != lines or known.names != names:
        reader = _Reader(source, names)
        reader.visit(node)
        read = reader.collected
        found = sorted(read.found, key=lambda found: found.range)
        axes = list(dict.fromkeys((one.scope, one.name) for one in found))
        known = _read[node] = _Read(
            lines, names, found, read.calls, read.obstacles, reader.scopes, reader.aliases, axes
        )
    return known


_imported: WeakKeyDictionary[ast.stmt, Sequence[ast.stmt]] = WeakKeyDictionary()


def _imports_in(statement: ast.stmt) -> Sequence[ast.stmt]:
    """The imports that a statement at the margin holds, which is none itself."""
    found = _imported.get(statement)
    if found is None:
        inner = statements_of(statement)
        found = _imported[statement] = [one for one in inner if isinstance(one, ast.Import | ast.ImportFrom)]
    return found


def _index(source: Source) -> AxisIndex:
    statements = [one for statement in source.tree.body for one in (statement, *_imports_in(statement))]
    names = library_names(statements)
    parts = [_statement(source, statement, names) for statement in source.tree.body]
    module = Scope(MODULE)
    for part in parts:
        module.annotated |= part.scopes[0].annotated
        module.mentions |= part.scopes[0].mentions
    inner = (scope for part in parts for scope in part.scopes[1:])
    aliases = {name: alias for part in parts for name, alias in part.aliases.items()}
    own = FileNames((module, *inner), aliases, imports_of(statements))
    same = joined([File(HERE, own)])
    symbols: dict[Key, int] = {}
    occurrences: list[Occurrence] = []
    scopes: list[Scope] = []
    for part in parts:
        keys = (Key(HERE, scope if scope.node else module, name) for scope, name in part.axes)
        occurrences += part.occurrences([symbols.setdefault(same.root(key), len(symbols)) for key in keys])
        scopes += (one.scope if one.scope.node else module for one in part.found)
    calls = tuple(call for part in parts for call in part.calls)
    obstacles = [obstacle for part in parts for obstacle in part.obstacles]
    for number, (line, parsed) in enumerate(zip(source.lines, source.parsed_lines, strict=False)):
        if line != parsed and (words := frozenset(WORD.findall(line))):
            obstacles.append(Obstacle(words, number, "has a syntax error in or near it", None))
    return AxisIndex(tuple(occurrences), calls, tuple(obstacles), names, own, tuple(scopes))


class _Reader:
    """Reads one statement at the margin."""

    def __init__(self, source: Source, names: Mapping[str, str]) -> None:
        self.collected = Collected(source, names)
        self._annotations, self._calls = AnnotationReader(self.collected), CallReader(self.collected)
        self.module = Scope(MODULE)
        self.scopes = [self.module]
        self.aliases: dict[str, Alias] = {}

    # -- statements and expressions -----------------------------------------------------------------

    def visit(self, statement: ast.stmt) -> None:
        waiting: list[tuple[ast.AST, Scope]] = [(statement, self.module)]
        while waiting:
            node, scope = waiting.pop()
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    inner = self._scope(node, scope)
                    self._signature(node, inner)
                    spec = node.args
                    defaults = [default for default in (*spec.defaults, *spec.kw_defaults) if default is not None]
                    waiting += [(part, scope) for part in (*node.decorator_list, *defaults)]
                    waiting += [(part, inner) for part in node.body]
                case ast.ClassDef():
                    inner = self._scope(node, scope)
                    waiting += [(part, scope) for part in (*node.decorator_list, *node.bases)]
                    waiting += [(part, inner) for part in node.body]
                case ast.AnnAssign(target=ast.Name(id=alias), value=ast.expr() as value) if self._is_alias(node, scope):
                    self._alias(alias, value)
                    waiting.append((value, scope))
                case ast.AnnAssign():
                    self._annotated_assignment(node, scope)
                    waiting += [(node.value, scope)] if node.value is not None else []
                case ast.Assign(targets=[ast.Name(id=alias)]) if scope is self.module:
                    self._alias(alias, node.value)
                    waiting.append((node.value, scope))
                case _:
                    if isinstance(node, ast.Call):
                        self._calls.read(node, scope)
                    elif isinstance(node, ast.Subscript):
                        self._annotations.tensor_type(node, Annotation(scope))
                    waiting += [(part, scope) for part in parts_of(node)]

    def _scope(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, outer: Scope) -> Scope:
        self.scopes.append(outer.inner(node))
        return self.scopes[-1]

    def _signature(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        spec = node.args
        parameters = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg]
        for parameter in parameters:
            if parameter is not None and parameter.annotation is not None:
                self._annotations.read(parameter.annotation, Annotation(scope, parameter.arg, declares=True))
        if node.returns is not None:
            self._annotations.read(node.returns, Annotation(scope, "return", declares=True))

    def _annotated_assignment(self, node: ast.AnnAssign, scope: Scope) -> None:
        owner = self.collected.source.segment(node.target)
        is_field = isinstance(scope.node, ast.ClassDef)
        if isinstance(node.target, ast.Attribute) and scope.cls is not None and owner.count(".") == 1:
            first = next(iter(_parameters(scope)), None)
            if first is not None and owner.startswith(f"{first}."):
                self._annotations.read(node.annotation, Annotation(scope.cls, owner, declares=True))
                return
        self._annotations.read(node.annotation, Annotation(scope, owner, declares=is_field))

    def _alias(self, alias: str, value: ast.expr) -> None:
        """`Image = Float[Tensor, "c h w"]`: whoever speaks of `Image` has these axes."""
        is_type = isinstance(value, ast.Subscript | ast.Name | ast.Attribute)
        if not is_type and not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr)):
            return
        before = len(self.collected.found)
        probe = Scope(MODULE)
        self._annotations.read(value, Annotation(probe))
        names = frozenset(found.name for found in self.collected.found[before:])
        del self.collected.found[before:]  # they are found again where the value is visited
        if names or probe.mentions:
            self.aliases[alias] = Alias(names, frozenset(probe.mentions))

    def _is_alias(self, node: ast.AnnAssign, scope: Scope) -> bool:
        return scope is self.module and path_of(node.annotation, self.collected.names).endswith(".TypeAlias")


def _parameters(scope: Scope) -> list[str]:
    assert isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef)
    return [parameter.arg for parameter in (*scope.node.args.posonlyargs, *scope.node.args.args)]
