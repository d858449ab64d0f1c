"""The shape that was inferred, written down: of a variable, a parameter, a result, or all of a signature."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
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
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework

Offered = tuple[str, list[Edit]]
"""What an action is called, and what it writes."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
_PLAIN = re.compile(r"\d+|\.\.\.|\*?[A-Za-z]\w*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_ONE_SIZE = re.compile(r"[\w+*/()-]+")


def declarations(text: str, index: AxisIndex, analysis: Analysis, uri: str, window: Range) -> list[types.CodeAction]:
    """Actions that declare the shape of what is bound where the caret is; none where it isn't wholly known."""
    return [
        as_action(title, edits, uri) for title, edits in Writer(recent_source(text), index, analysis).offers(window)
    ]


def as_action(title: str, edits: Sequence[Edit], uri: str) -> types.CodeAction:
    changes = [types.TextEdit(to_range(edit.range), edit.new_text) for edit in edits]
    return types.CodeAction(
        title, kind=types.CodeActionKind.RefactorRewrite, edit=types.WorkspaceEdit(changes={uri: changes})
    )


class Writer:
    """Writes annotations for what is known; `named` are names for sizes that are known as numbers only."""

    def __init__(
        self, source: Source, index: AxisIndex, analysis: Analysis, named: Mapping[str, str] | None = None
    ) -> None:
        self.source, self.index, self.analysis, self.named = source, index, analysis, named or {}
        self.import_lines = ImportLines(source)
        self.imports = AddedImports(self.import_lines, index.libraries)

    def offers(self, window: Range) -> Iterator[Offered]:
        for node in self._nodes_around(window):
            line = getattr(node, "lineno", 0) - 1
            match node:
                case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]):
                    if window.start.line - 1 <= line <= window.end.line and self.source.range(target).touches(window):
                        what = f"`{self.source.segment(target)}`"
                        yield from self._offer(what, partial(self._of_variable, target))
                case ast.FunctionDef() | ast.AsyncFunctionDef() if self._signature(node).touches(window):
                    yield from self._of_function(node, window)
                case _:
                    pass

    def functions(self, window: Range) -> Iterator[Function]:
        """The functions whose signature is touched."""
        for node in self._nodes_around(window):
            if isinstance(node, Function) and self._signature(node).touches(window):
                yield node

    def _nodes_around(self, window: Range) -> Iterator[ast.AST]:
        for statement in self.source.tree.body:
            if window.start.line - 1 <= (statement.end_lineno or 0) and statement.lineno - 1 <= window.end.line + 1:
                yield from nodes(statement)

    def _of_function(self, node: Function, window: Range) -> Iterator[Offered]:
        for parameter, default in _parameters(node):
            if self._name_of(parameter).touches(window):
                yield from self._offer(f"`{parameter.arg}`", partial(self._of_parameter, parameter, default))
        if self._name(node).touches(window):
            yield from self._offer(f"what `{node.name}` returns", partial(self._of_result, node))
        edits = self.all_of(node)
        if len(edits) > 1:
            yield f"Declare all shapes of `{node.name}`", [*edits, *self.imports.edits()]

    def all_of(self, node: Function, with_result: bool = True) -> list[Edit]:
        """The annotations of all parameters and of the result that are known; what must be imported is noted."""
        self.imports = AddedImports(self.import_lines, self.index.libraries)
        parts = [self._of_parameter(*each) for each in _parameters(node)]
        parts += [self._of_result(node)] if with_result else []
        return [edit for edit in parts if edit is not None]

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

    def _of_parameter(self, node: ast.arg, default: ast.expr | None) -> Edit | None:
        name = self._name_of(node)
        fact = self._fact(name, binding=True)
        if fact is None:
            return None
        if node.annotation is None:
            none = " | None" if isinstance(default, ast.Constant) and default.value is None else ""
            gap = Range(name.end, self.source.range(default).start) if default is not None else None
            if gap is not None and self.source.lines[node.lineno - 1].encode()[node.end_col_offset or 0 :][:1] == b"=":
                return self._edit(fact, gap, f": {{}}{none} = ")
            return self._edit(fact, Range(name.end, name.end), f": {{}}{none}")
        bare = [part for part in _sides(node.annotation) if self._is_tensor(part)]
        return self._edit(fact, self.source.range(bare[0]), "{}") if len(bare) == 1 else None

    def _is_tensor(self, node: ast.expr) -> bool:
        return path_of(node, self.index.libraries) == "torch.Tensor"

    def _of_result(self, node: Function) -> Edit | None:
        written = self.type_of_result(node)
        if written is None:
            return None
        if node.returns is not None:
            is_bare = self._is_tensor(node.returns) and not written.startswith("tuple")
            return Edit(self.source.range(node.returns), written) if is_bare else None
        place = self.place_of_result(node)
        return Edit(place, f" -> {written}") if place is not None else None

    def type_of_result(self, node: Function) -> str | None:
        """The annotation for what a function gives; None where that isn't known or differs."""
        # Where the last statement is no `return`, it may give None.
        values = list(_returned(node)) if isinstance(node.body[-1], ast.Return) else []
        given = [self._facts_of(value) for value in values]
        first = given[0] if given else None
        if len({isinstance(value, ast.Tuple) for value in values}) > 1:
            return None
        if first is None or any(facts is None or list(map(_said, facts)) != list(map(_said, first)) for facts in given):
            return None
        written = [self._type_of(fact) for fact in first]
        if not written or None in written:
            return None
        return f"tuple[{', '.join(map(str, written))}]" if isinstance(values[0], ast.Tuple) else written[0]

    def facts_of_parameters(self, node: Function) -> list[Fact]:
        """What is known of those parameters that have no shape declared."""
        bare = (arg for arg, default in _parameters(node) if self._of_parameter(arg, default) is not None)
        facts = (self._fact(self._name_of(arg), binding=True) for arg in bare)
        return [fact for fact in facts if fact is not None]

    def _facts_of(self, value: ast.expr | None) -> list[Fact] | None:
        """What is known of a returned tensor, or of each of several; None where one is unknown."""
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        facts = [self._fact(self.source.range(part), binding=False) if part else None for part in parts]
        known = [fact for fact in facts if fact is not None]
        return known if len(known) == len(facts) else None

    def place_of_result(self, node: Function) -> Range | None:
        """Behind the parenthesis that closes the parameters; None where that isn't plain to see, or has an arrow."""
        if node.returns is not None:
            return None
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
        written = self._type_of(fact)
        return Edit(place, form.format(written)) if written is not None else None

    def _type_of(self, fact: Fact) -> str | None:
        """The annotation for a fact; None where jaxtyping couldn't say it."""
        if fact.dims is None or fact.framework is not Framework.TORCH:
            return None
        bound = {one.name for one in self.index.occurrences if one.scope == fact.scope and one.kind is Kind.ANNOTATION}
        dims = tuple(self.named.get(dim, dim) for dim in fact.dims)
        if not all(_is_legal(dim.replace(" ", ""), bound) for dim in dims) or _runs(dims) > 1:
            return None
        kind = self.imports.name("jaxtyping", kind_of(self._of_any_precision(fact) if self.named else fact))
        tensor = self.imports.name("torch", "Tensor")
        return f'{kind}[{tensor}, "{spelled(dims)}"]' if kind is not None and tensor is not None else None

    def _of_any_precision(self, fact: Fact) -> Fact:
        return replace(fact, dtype=DType(fact.dtype).family)

    # -- places -------------------------------------------------------------------------------------

    def _fact(self, place: Range, binding: bool) -> Fact | None:
        at_place = (fact for fact in self.analysis.facts if fact.range == place and fact.dims is not None)
        return next((fact for fact in at_place if fact.binding or not binding), None)

    def _name_of(self, node: ast.arg) -> Range:
        end = self.source.position(node.lineno, node.col_offset + len(node.arg.encode()))
        return Range(self.source.position(node.lineno, node.col_offset), end)

    def _signature(self, node: Function) -> Range:
        """From the `def` to the body."""
        body = node.body[0]
        end = (body.lineno, 0) if body.lineno > node.lineno else (body.lineno, body.col_offset)
        return Range(self.source.position(node.lineno, node.col_offset), self.source.position(*end))

    def _name(self, node: Function) -> Range:
        """The line of the `def` up to the name's end."""
        line = self.source.lines[node.lineno - 1]
        at = line.find(node.name, node.col_offset + 3)
        start = self.source.position(node.lineno, len(line[:at].encode()))
        return Range(start, self.source.position(node.lineno, len(line[: at + len(node.name)].encode())))


def _parameters(node: Function) -> list[tuple[ast.arg, ast.expr | None]]:
    """The parameters that can have a shape each, with their defaults."""
    spec = node.args
    placed = [*spec.posonlyargs, *spec.args]
    defaults = [*[None] * (len(placed) - len(spec.defaults)), *spec.defaults]
    return [*zip(placed, defaults, strict=True), *zip(spec.kwonlyargs, spec.kw_defaults, strict=True)]


def _sides(annotation: ast.expr) -> list[ast.expr]:
    """The types of `Tensor | None` and `Optional[Tensor]`."""
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_sides(left), *_sides(right)]
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return _sides(inner)
        case _:
            return [annotation]


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
