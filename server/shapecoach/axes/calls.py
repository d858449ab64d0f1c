"""Axis names in the patterns, equations and lengths of calls."""

from __future__ import annotations

import ast

from shapecoach.analysis.literals import literal_of
from shapecoach.analysis.model import Range
from shapecoach.axes.collected import NOT_UNDERSTOOD, Collected, Found
from shapecoach.axes.libraries import path_of
from shapecoach.axes.occurrences import Kind, Operand, PatternCall
from shapecoach.axes.patterns import Form, form_of, names_in
from shapecoach.axes.scopes import Scope


class CallReader:
    """Reads calls into what is collected."""

    def __init__(self, collected: Collected) -> None:
        self.into, self.source, self.names = collected, collected.source, collected.names
        self._spread: set[ast.expr] = set()  # `parse_shape(...)` right behind `**`

    def read(self, node: ast.Call, scope: Scope) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                self._spread.add(keyword.value)
        path = path_of(node.func, self.names)
        form = form_of(path) if path else None
        if form is None:
            return
        pattern = _pattern_of(node, form)
        if isinstance(pattern, ast.JoinedStr):
            self.into.obstacle(self.source.segment(pattern), pattern.lineno - 1, "is part of an f-string", scope)
        if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)):
            return
        text, literal = pattern.value, literal_of(self.source, pattern)
        if literal is None:
            self.into.obstacle(text, pattern.lineno - 1, NOT_UNDERSTOOD, scope)
            return
        kind = Kind.EQUATION if form.is_equation else Kind.PATTERN
        names = [(literal.range(name.start, name.end), name) for name in names_in(text, form.is_equation)]
        placed = [(place, name) for place, name in names if place is not None]
        self.into.found += [Found(name.name, place, kind, scope) for place, name in placed]
        own = {name.name for _, name in placed}
        own |= self._further_strings(node, form, scope)
        lengths = self._lengths(node, form, scope, own)
        if path == "einops.parse_shape" and node not in self._spread:
            self.into.obstacle(text, pattern.lineno - 1, "becomes a key of what `parse_shape` returns", scope)
        operands = tuple(Operand(self.source.segment(part), self.source.range(part)) for part in _tensors(node, form))
        self.into.calls.append(
            PatternCall(
                path, scope.name, self.source.range(node), text, self.source.range(pattern), operands, tuple(placed),
                lengths,
            )
        )  # fmt: skip

    def _further_strings(self, node: ast.Call, form: Form, scope: Scope) -> set[str]:
        """The names in `weight_shape` and `bias_shape` of an EinMix."""
        found: set[str] = set()
        for keyword in node.keywords:
            part = keyword.value
            if keyword.arg in form.own - {"pattern"} and keyword.arg in ("weight_shape", "bias_shape"):
                literal = literal_of(self.source, part) if isinstance(part, ast.Constant) else None
                for name in names_in(literal.value) if literal is not None else ():
                    place = literal.range(name.start, name.end) if literal is not None else None
                    if place is not None:
                        self.into.found.append(Found(name.name, place, Kind.PATTERN, scope))
                        found.add(name.name)
        return found

    def _lengths(self, node: ast.Call, form: Form, scope: Scope, own: set[str]) -> tuple[tuple[str, str], ...]:
        made: list[tuple[str, str]] = []
        for keyword in node.keywords:
            if keyword.arg is None and form.has_lengths:
                if not (isinstance(keyword.value, ast.Call) and self._is_parse_shape(keyword.value)):
                    self.into.obstacle(" ".join(own), node.lineno - 1, "may be a key of the dict behind `**`", scope)
            elif keyword.arg in own and form.has_lengths and keyword.arg not in form.own:
                name = keyword.arg or ""
                start = self.source.position(keyword.lineno, keyword.col_offset)
                place = Range(start, self.source.position(keyword.lineno, keyword.col_offset + len(name.encode())))
                self.into.found.append(Found(name, place, Kind.LENGTH, scope))
                made.append((name, self.source.segment(keyword.value)))
        return tuple(made)

    def _is_parse_shape(self, node: ast.Call) -> bool:
        return path_of(node.func, self.names) == "einops.parse_shape" and any(
            isinstance(arg, ast.Constant) for arg in node.args
        )


def _pattern_of(node: ast.Call, form: Form) -> ast.expr | None:
    """The argument that is the pattern."""
    if any(isinstance(arg, ast.Starred) for arg in node.args) and form.pattern >= 0:
        return None
    positional = dict(enumerate(node.args))
    place = form.pattern if form.pattern >= 0 else len(node.args) - 1
    named = next((keyword.value for keyword in node.keywords if keyword.arg == "pattern"), None)
    return named if "pattern" in form.own and named is not None else positional.get(place)


def _tensors(node: ast.Call, form: Form) -> list[ast.expr]:
    tensors = node.args[slice(*form.tensors)]
    match tensors:
        case [ast.List(elts=parts) | ast.Tuple(elts=parts)] if form.sides:
            return parts
        case _:
            return [] if any(isinstance(tensor, ast.Starred) for tensor in tensors) else tensors
