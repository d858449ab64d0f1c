"""The shape that was inferred, written down: of a variable, a parameter, a result, or all of a signature."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from lsprotocol import types

from shapecoach.analysis.import_lines import ImportLines
from shapecoach.analysis.model import Analysis, Edit, Fact, Range
from shapecoach.analysis.source import Source, recent_source
from shapecoach.analysis.tree import nodes
from shapecoach.axes.libraries import path_of
from shapecoach.axes.occurrences import AxisIndex, Kind
from shapecoach.lsp.features.added_imports import AddedImports
from shapecoach.lsp.features.jaxtyped import kind_of, spelled
from shapecoach.lsp.features.places import to_range
from shapecoach.shapes.tensor import Framework

Offered = tuple[str, list[Edit]]
"""What an action is called, and what it writes."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
_PLAIN = re.compile(r"\d+|\.\.\.|\*?[A-Za-z]\w*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_ONE_SIZE = re.compile(r"[\w+*/()-]+")


def declarations(text: str, index: AxisIndex, analysis: Analysis, uri: str, window: Range) -> list[types.CodeAction]:
    """Actions that declare the shape of what is bound where the caret is; none where it isn't wholly known."""
    return [_action(title, edits, uri) for title, edits in _Writer(recent_source(text), index, analysis).offers(window)]


def _action(title: str, edits: Sequence[Edit], uri: str) -> types.CodeAction:
    changes = [types.TextEdit(to_range(edit.range), edit.new_text) for edit in edits]
    return types.CodeAction(
        title, kind=types.CodeActionKind.RefactorRewrite, edit=types.WorkspaceEdit(changes={uri: changes})
    )


class _Writer:
    def __init__(self, source: Source, index: AxisIndex, analysis: Analysis) -> None:
        self.source, self.index, self.analysis = source, index, analysis
        self.import_lines = ImportLines(source)
        self.imports = AddedImports(self.import_lines, index.libraries)

    def offers(self, window: Range) -> Iterator[Offered]:
        for node in self._nodes_around(window):
            line = getattr(node, "lineno", 0) - 1
            if not window.start.line - 1 <= line <= window.end.line:
                continue
            match node:
                case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]):
                    if self.source.range(target).touches(window):
                        what = f"`{self.source.segment(target)}`"
                        yield from self._offer(what, partial(self._of_variable, target))
                case ast.arg():
                    if self._name_of(node).touches(window):
                        yield from self._offer(f"`{node.arg}`", partial(self._of_parameter, node))
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    if self._name(node).touches(window):
                        yield from self._of_function(node)
                case _:
                    pass

    def _nodes_around(self, window: Range) -> Iterator[ast.AST]:
        for statement in self.source.tree.body:
            if window.start.line - 1 <= (statement.end_lineno or 0) and statement.lineno - 1 <= window.end.line + 1:
                yield from nodes(statement)

    def _of_function(self, node: Function) -> Iterator[Offered]:
        spec = node.args
        yield from self._offer(f"what `{node.name}` returns", lambda: self._of_result(node))
        self.imports = AddedImports(self.import_lines, self.index.libraries)
        parts = [self._of_parameter(one) for one in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
        edits = [edit for edit in [*parts, self._of_result(node)] if edit is not None]
        if len(edits) > 1:
            yield f"Declare all shapes of `{node.name}`", [*edits, *self.imports.edits()]

    def _offer(self, what: str, declared: Callable[[], Edit | None]) -> Iterator[Offered]:
        self.imports = AddedImports(self.import_lines, self.index.libraries)
        edit = declared()
        if edit is not None:
            yield f"Declare the shape of {what}", [edit, *self.imports.edits()]

    def _of_variable(self, target: ast.Name | ast.Attribute) -> Edit | None:
        place = self.source.range(target)
        fact = self._fact(place, binding=True)
        # Bound twice, it may have two shapes; the annotation of the one would speak of the other, too.
        if fact is None or sum(other.binding and _is_same(other, fact) for other in self.analysis.facts) != 1:
            return None
        if isinstance(target, ast.Attribute) and not re.fullmatch(r"self\.\w+", self.source.segment(target)):
            return None
        return self._edit(fact, Range(place.end, place.end), ": {}")

    def _of_parameter(self, node: ast.arg) -> Edit | None:
        name = self._name_of(node)
        fact = self._fact(name, binding=True)
        if fact is None:
            return None
        if node.annotation is None:
            return self._edit(fact, Range(name.end, name.end), ": {}")
        if path_of(node.annotation, self.index.libraries) == "torch.Tensor":
            return self._edit(fact, self.source.range(node.annotation), "{}")
        return None

    def _of_result(self, node: Function) -> Edit | None:
        # Where the last statement is no `return`, it may give None.
        values = list(_returned(node)) if isinstance(node.body[-1], ast.Return) else []
        facts = [self._fact(self.source.range(value), binding=False) if value else None for value in values]
        first = facts[0] if facts else None
        if first is None or any(fact is None or _said(fact) != _said(first) for fact in facts):
            return None
        if node.returns is not None:
            is_bare = path_of(node.returns, self.index.libraries) == "torch.Tensor"
            return self._edit(first, self.source.range(node.returns), "{}") if is_bare else None
        end = self._end_of_signature(node)
        return self._edit(first, Range(end.end, end.end), " -> {}") if end is not None else None

    def _end_of_signature(self, node: Function) -> Range | None:
        """Behind the parenthesis that closes the parameters; None where that isn't plain to see."""
        parameters = [part for part in ast.walk(node.args) if isinstance(part, ast.arg | ast.expr)]
        first = max([node.lineno, *(part.end_lineno or 0 for part in parameters)])
        for row in range(first, node.body[0].lineno):
            line = self.source.lines[row - 1]
            found = re.fullmatch(r"([^#]*\))\s*:\s*(?:#.*)?", line)
            if found is not None:
                place = self.source.position(row, len(found[1].encode()))
                return Range(place, place)
        return None

    # -- what is written ----------------------------------------------------------------------------

    def _edit(self, fact: Fact, place: Range, form: str) -> Edit | None:
        if fact.dims is None or fact.framework is not Framework.TORCH:
            return None
        bound = {one.name for one in self.index.occurrences if one.scope == fact.scope and one.kind is Kind.ANNOTATION}
        if not all(_is_legal(dim.replace(" ", ""), bound) for dim in fact.dims) or _runs(fact.dims) > 1:
            return None
        kind = self.imports.name("jaxtyping", kind_of(fact))
        tensor = self.imports.name("torch", "Tensor")
        if kind is None or tensor is None:
            return None
        return Edit(place, form.format(f'{kind}[{tensor}, "{spelled(fact.dims)}"]'))

    # -- places -------------------------------------------------------------------------------------

    def _fact(self, place: Range, binding: bool) -> Fact | None:
        at_place = (fact for fact in self.analysis.facts if fact.range == place and fact.dims is not None)
        return next((fact for fact in at_place if fact.binding or not binding), None)

    def _name_of(self, node: ast.arg) -> Range:
        end = self.source.position(node.lineno, node.col_offset + len(node.arg.encode()))
        return Range(self.source.position(node.lineno, node.col_offset), end)

    def _name(self, node: Function) -> Range:
        """The line of the `def` up to the name's end."""
        line = self.source.lines[node.lineno - 1]
        at = line.find(node.name, node.col_offset + 3)
        start = self.source.position(node.lineno, len(line[:at].encode()))
        return Range(start, self.source.position(node.lineno, len(line[: at + len(node.name)].encode())))


def _is_legal(dim: str, bound: Collection[str]) -> bool:
    """Whether jaxtyping knows the size: a name, a number, a run, or sums and products of names that it has bound."""
    if _PLAIN.fullmatch(dim):
        return True
    return _ONE_SIZE.fullmatch(dim) is not None and set(_WORD.findall(dim)) <= set(bound)


def _runs(dims: Sequence[str]) -> int:
    return sum(dim == "..." or dim.startswith("*") for dim in dims)


def _is_same(one: Fact, other: Fact) -> bool:
    return one.name == other.name and (one.scope == other.scope or other.name.startswith("self."))


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.dims, fact.dtype, fact.framework


def _returned(function: Function) -> Iterator[ast.expr | None]:
    """What a function's own `return`s give; None for one that gives nothing, and for a generator."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node.value
        elif isinstance(node, ast.Yield | ast.YieldFrom):
            yield None
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
