"""Reads a file's syntax tree for the places of its axis names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from shapecoach.analysis.literals import Literal, literal_of
from shapecoach.analysis.model import Range
from shapecoach.analysis.source import Source, recent_source
from shapecoach.axes.imports import imports_of
from shapecoach.axes.libraries import library_names, path_of, statements_of
from shapecoach.axes.occurrences import AxisIndex, Kind, Obstacle, Occurrence, Operand, PatternCall
from shapecoach.axes.patterns import Form, form_of, names_in
from shapecoach.axes.scopes import MODULE, Alias, File, FileNames, Key, Scope, dotted, joined

_Holder = tuple[Literal, int] | None
"""The string that a part of an annotation stands in, if it is quoted, and where it begins there."""
_Part = tuple[ast.expr, _Holder]

HERE = Path()
"""A file that is read by itself."""

_WORD = re.compile(r"[A-Za-z_]\w*")
_AXIS_IN_EXPRESSION = re.compile(r"(?<![\w.])[A-Za-z]\w*(?![\w.]*\()")
NOT_UNDERSTOOD = "is part of a string that isn't understood"
_NO_STRINGS_OF_AXES = frozenset({"typing.Literal", "typing_extensions.Literal"})


@lru_cache(maxsize=8)
def read_axes(text: str) -> AxisIndex:
    """Every axis name of a file; statements that don't parse are left out.  Never raises."""
    return _index(recent_source(text))


class _Found(NamedTuple):
    name: str
    range: Range
    kind: Kind
    scope: Scope
    owner: str = ""
    declares: bool = False


@dataclass(frozen=True, slots=True)
class _Annotation:
    """Where an annotation's axes belong, and what it is of."""

    scope: Scope
    owner: str = ""
    declares: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read in one statement at the margin; `lines` and `names` are what it was read with."""

    lines: Sequence[str]
    names: Mapping[str, str]
    found: Sequence[_Found]
    calls: Sequence[PatternCall]
    obstacles: Sequence[Obstacle]
    scopes: Sequence[Scope]  # the first is the module's
    aliases: Mapping[str, Alias]


# An edit leaves most statements the same nodes at the same place (`recovery.py`).
_read: WeakKeyDictionary[ast.stmt, _Read] = WeakKeyDictionary()


def forget_all() -> None:
    """Be as if no file had been read yet."""
    _read.clear()
    read_axes.cache_clear()


def _statement(source: Source, node: ast.stmt, names: Mapping[str, str]) -> _Read:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]) - 1
    lines = source.lines[first : node.end_lineno]
    known = _read.get(node)
    if known is None or known.lines != lines or known.names != names:
        reader = _Reader(source, names)
        reader.visit(node)
        known = _read[node] = _Read(
            lines, names, reader.found, reader.calls, reader.obstacles, reader.scopes, reader.aliases
        )
    return known


def _index(source: Source) -> AxisIndex:
    statements = list(statements_of(source.tree))
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
    for found in sorted((found for part in parts for found in part.found), key=lambda found: found.range):
        scopes.append(found.scope if found.scope.node else module)
        symbol = symbols.setdefault(same.root(Key(HERE, scopes[-1], found.name)), len(symbols))
        occurrences.append(
            Occurrence(found.name, found.range, found.kind, symbol, found.scope.name, found.owner, found.declares)
        )
    calls = tuple(call for part in parts for call in part.calls)
    obstacles = [obstacle for part in parts for obstacle in part.obstacles]
    for number, (line, parsed) in enumerate(zip(source.lines, source.parsed_lines, strict=False)):
        if line != parsed and (words := frozenset(_WORD.findall(line))):
            obstacles.append(Obstacle(words, number, "has a syntax error in or near it", None))
    return AxisIndex(tuple(occurrences), calls, tuple(obstacles), names, own, tuple(scopes))


class _Reader:
    """Reads one statement at the margin."""

    def __init__(self, source: Source, names: Mapping[str, str]) -> None:
        self.source = source
        self.names = names
        self.found: list[_Found] = []
        self.calls: list[PatternCall] = []
        self.obstacles: list[Obstacle] = []
        self.module = Scope(MODULE)
        self.scopes = [self.module]
        self.aliases: dict[str, Alias] = {}
        self._spread: set[ast.expr] = set()  # `parse_shape(...)` right behind `**`

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
                        self._call(node, scope)
                    elif isinstance(node, ast.Subscript):
                        self._tensor_type(node, _Annotation(scope))
                    waiting += [(part, scope) for part in _parts(node)]

    def _scope(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, outer: Scope) -> Scope:
        self.scopes.append(outer.inner(node))
        return self.scopes[-1]

    def _signature(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        spec = node.args
        parameters = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg]
        for parameter in parameters:
            if parameter is not None and parameter.annotation is not None:
                self._annotation(parameter.annotation, _Annotation(scope, parameter.arg, declares=True))
        if node.returns is not None:
            self._annotation(node.returns, _Annotation(scope, "return", declares=True))

    def _annotated_assignment(self, node: ast.AnnAssign, scope: Scope) -> None:
        owner = self.source.segment(node.target)
        is_field = isinstance(scope.node, ast.ClassDef)
        if isinstance(node.target, ast.Attribute) and scope.cls is not None and owner.count(".") == 1:
            first = next(iter(_parameters(scope)), None)
            if first is not None and owner.startswith(f"{first}."):
                self._annotation(node.annotation, _Annotation(scope.cls, owner, declares=True))
                return
        self._annotation(node.annotation, _Annotation(scope, owner, declares=is_field))

    def _alias(self, alias: str, value: ast.expr) -> None:
        """`Image = Float[Tensor, "c h w"]`: whoever speaks of `Image` has these axes."""
        is_type = isinstance(value, ast.Subscript | ast.Name | ast.Attribute)
        if not is_type and not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr)):
            return
        before = len(self.found)
        probe = Scope(MODULE)
        self._annotation(value, _Annotation(probe))
        names = frozenset(found.name for found in self.found[before:])
        del self.found[before:]  # they are found again where the value is visited
        if names or probe.mentions:
            self.aliases[alias] = Alias(names, frozenset(probe.mentions))

    def _is_alias(self, node: ast.AnnAssign, scope: Scope) -> bool:
        return scope is self.module and path_of(node.annotation, self.names).endswith(".TypeAlias")

    # -- annotations --------------------------------------------------------------------------------

    def _annotation(self, node: ast.expr, of: _Annotation) -> None:
        """Read an annotation, however deep."""
        waiting: list[_Part] = [(node, None)]
        while waiting:
            waiting += self._part(*waiting.pop(), of)

    def _part(self, node: ast.expr, holder: _Holder, of: _Annotation) -> Iterator[_Part]:
        """Read one part of an annotation, and give those in it that are still to be read."""
        match node:
            case ast.Name() | ast.Attribute() if name := dotted(node):
                of.scope.mentions.add(name)
            case ast.Constant(value=str(text)):
                yield from self._quoted(node, text, of, holder)
            case ast.JoinedStr():
                self._obstacle(self.source.segment(node), node.lineno - 1, "is part of an f-string", of.scope)
            case ast.Subscript() if path_of(node.value, self.names) in _NO_STRINGS_OF_AXES:
                pass
            case ast.Subscript() if self._tensor_type(node, of, holder):
                assert isinstance(node.slice, ast.Tuple)
                yield node.slice.elts[0], holder
            case _:
                match node:
                    case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(text))])):
                        self._obstacle(text, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
                    case _:
                        pass
                yield from ((part, holder) for part in _parts(node) if isinstance(part, ast.expr))

    def _quoted(self, node: ast.Constant, text: str, of: _Annotation, holder: _Holder) -> Iterator[_Part]:
        literal = self._literal(node, holder)
        try:
            inner = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            inner = None
        if literal is None or inner is None or "\n" in text:
            self._obstacle(text, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
        else:
            yield inner, (literal, len(text) - len(text.lstrip()))

    def _tensor_type(self, node: ast.Subscript, of: _Annotation, holder: _Holder = None) -> bool:
        """Read `Float[Tensor, "batch seq"]`; false if it is anything else."""
        from shapecoach.shapes.dtype import from_jaxtyping

        path = path_of(node.value, self.names)
        if not isinstance(node.slice, ast.Tuple) or len(node.slice.elts) != 2 or not path.startswith("jaxtyping."):
            return False
        if from_jaxtyping(path.removeprefix("jaxtyping.")) is None:
            return False
        text = node.slice.elts[1]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            self._dims(text, text.value, of, holder)
        elif isinstance(text, ast.JoinedStr):
            line = holder[0].line if holder else text.lineno - 1
            said = " ".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
            self._obstacle(said, line, "is part of an f-string", of.scope)
        return True

    def _dims(self, node: ast.Constant, text: str, of: _Annotation, holder: _Holder) -> None:
        literal = self._literal(node, holder)
        places = _axis_names(text)
        if literal is None or places is None:
            line = holder[0].line if holder else node.lineno - 1
            self._obstacle(text, line, NOT_UNDERSTOOD, of.scope)
            return
        for start, end in places:
            place = literal.range(start, end)
            name = text[start:end]
            if place is None:
                self._obstacle(name, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
                continue
            of.scope.annotated.add(name)
            self.found.append(_Found(name, place, Kind.ANNOTATION, of.scope, of.owner, of.declares))

    def _literal(self, node: ast.Constant, holder: _Holder) -> Literal | None:
        return holder[0].within(node, holder[1]) if holder else literal_of(self.source, node)

    # -- patterns -----------------------------------------------------------------------------------

    def _call(self, node: ast.Call, scope: Scope) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                self._spread.add(keyword.value)
        path = path_of(node.func, self.names)
        form = form_of(path) if path else None
        if form is None:
            return
        pattern = _pattern_of(node, form)
        if isinstance(pattern, ast.JoinedStr):
            self._obstacle(self.source.segment(pattern), pattern.lineno - 1, "is part of an f-string", scope)
        if not (isinstance(pattern, ast.Constant) and isinstance(pattern.value, str)):
            return
        text, literal = pattern.value, literal_of(self.source, pattern)
        if literal is None:
            self._obstacle(text, pattern.lineno - 1, NOT_UNDERSTOOD, scope)
            return
        kind = Kind.EQUATION if form.is_equation else Kind.PATTERN
        names = [(literal.range(name.start, name.end), name) for name in names_in(text, form.is_equation)]
        placed = [(place, name) for place, name in names if place is not None]
        self.found += [_Found(name.name, place, kind, scope) for place, name in placed]
        own = {name.name for _, name in placed}
        own |= self._further_strings(node, form, scope)
        lengths = self._lengths(node, form, scope, own)
        if path == "einops.parse_shape" and node not in self._spread:
            self._obstacle(text, pattern.lineno - 1, "becomes a key of what `parse_shape` returns", scope)
        operands = tuple(Operand(self.source.segment(part), self.source.range(part)) for part in _tensors(node, form))
        self.calls.append(
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
                        self.found.append(_Found(name.name, place, Kind.PATTERN, scope))
                        found.add(name.name)
        return found

    def _lengths(self, node: ast.Call, form: Form, scope: Scope, own: set[str]) -> tuple[tuple[str, str], ...]:
        made: list[tuple[str, str]] = []
        for keyword in node.keywords:
            if keyword.arg is None and form.has_lengths:
                if not (isinstance(keyword.value, ast.Call) and self._is_parse_shape(keyword.value)):
                    self._obstacle(" ".join(own), node.lineno - 1, "may be a key of the dict behind `**`", scope)
            elif keyword.arg in own and form.has_lengths and keyword.arg not in form.own:
                name = keyword.arg or ""
                start = self.source.position(keyword.lineno, keyword.col_offset)
                place = Range(start, self.source.position(keyword.lineno, keyword.col_offset + len(name.encode())))
                self.found.append(_Found(name, place, Kind.LENGTH, scope))
                made.append((name, self.source.segment(keyword.value)))
        return tuple(made)

    def _is_parse_shape(self, node: ast.Call) -> bool:
        return path_of(node.func, self.names) == "einops.parse_shape" and any(
            isinstance(arg, ast.Constant) for arg in node.args
        )

    def _obstacle(self, text: str, line: int, reason: str, scope: Scope | None) -> None:
        words = frozenset(_WORD.findall(text))
        if words:
            self.obstacles.append(Obstacle(words, line, reason, scope.name if scope else None))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    for name in node._fields:
        held = getattr(node, name, None)
        if isinstance(held, list):
            yield from (part for part in held if isinstance(part, ast.AST))  # pyright: ignore[reportUnknownVariableType]
        elif isinstance(held, ast.AST) and not isinstance(held, ast.expr_context):
            yield held


def _parameters(scope: Scope) -> list[str]:
    assert isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef)
    return [parameter.arg for parameter in (*scope.node.args.posonlyargs, *scope.node.args.args)]


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


@lru_cache(maxsize=4096)
def _axis_names(text: str) -> tuple[tuple[int, int], ...] | None:
    """Where axis names stand in a jaxtyping string; None where jaxtyping refuses it."""
    from shapecoach.shapes.annotation import AnnotationError, TokenKind, parse

    try:
        tokens = parse(text)
    except AnnotationError:
        return None
    places: list[tuple[int, int]] = []
    for token in tokens:
        if token.kind is TokenKind.NAME:
            places.append((token.end - len(token.name), token.end))
        elif token.kind is TokenKind.EXPRESSION:
            # What stands in braces are the function's own values; what is called is a function.
            bare = re.sub(r"\{[^{}]*\}", lambda braces: " " * len(braces.group()), token.text)
            found = _AXIS_IN_EXPRESSION.finditer(bare)
            places += [(token.start + name.start(), token.start + name.end()) for name in found]
    return tuple(places)
