"""Axis names in annotations, quoted ones and those in aliases too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shapecoach.analysis.literals import Literal, literal_of
from shapecoach.axes.collected import NOT_UNDERSTOOD, Collected, Found, parts_of
from shapecoach.axes.libraries import path_of
from shapecoach.axes.occurrences import Kind
from shapecoach.axes.scopes import Scope, dotted

_Holder = tuple[Literal, int] | None
"""The string that a part of an annotation stands in, if it is quoted, and where it begins there."""
_Part = tuple[ast.expr, _Holder]

_AXIS_IN_EXPRESSION = re.compile(r"(?<![\w.])[A-Za-z]\w*(?![\w.]*\()")
_NO_STRINGS_OF_AXES = frozenset({"typing.Literal", "typing_extensions.Literal"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """Where an annotation's axes belong, and what it is of."""

    scope: Scope
    owner: str = ""
    declares: bool = False


class AnnotationReader:
    """Reads annotations into what is collected."""

    def __init__(self, collected: Collected) -> None:
        self.into, self.source, self.names = collected, collected.source, collected.names

    def read(self, node: ast.expr, of: Annotation) -> None:
        """Read an annotation, however deep."""
        waiting: list[_Part] = [(node, None)]
        while waiting:
            waiting += self._part(*waiting.pop(), of)

    def _part(self, node: ast.expr, holder: _Holder, of: Annotation) -> Iterator[_Part]:
        """Read one part of an annotation, and give those in it that are still to be read."""
        match node:
            case ast.Name() | ast.Attribute() if name := dotted(node):
                of.scope.mentions.add(name)
            case ast.Constant(value=str(text)):
                yield from self._quoted(node, text, of, holder)
            case ast.JoinedStr():
                self.into.obstacle(self.source.segment(node), node.lineno - 1, "is part of an f-string", of.scope)
            case ast.Subscript() if path_of(node.value, self.names) in _NO_STRINGS_OF_AXES:
                pass
            case ast.Subscript() if self.tensor_type(node, of, holder):
                assert isinstance(node.slice, ast.Tuple)
                yield node.slice.elts[0], holder
            case _:
                match node:
                    case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(text))])):
                        self.into.obstacle(text, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
                    case _:
                        pass
                yield from ((part, holder) for part in parts_of(node) if isinstance(part, ast.expr))

    def _quoted(self, node: ast.Constant, text: str, of: Annotation, holder: _Holder) -> Iterator[_Part]:
        literal = self._literal(node, holder)
        try:
            inner = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            inner = None
        if literal is None or inner is None or "\n" in text:
            self.into.obstacle(text, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
        else:
            yield inner, (literal, len(text) - len(text.lstrip()))

    def tensor_type(self, node: ast.Subscript, of: Annotation, holder: _Holder = None) -> bool:
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
            self.into.obstacle(said, line, "is part of an f-string", of.scope)
        return True

    def _dims(self, node: ast.Constant, text: str, of: Annotation, holder: _Holder) -> None:
        literal = self._literal(node, holder)
        places = _axis_names(text)
        if literal is None or places is None:
            line = holder[0].line if holder else node.lineno - 1
            self.into.obstacle(text, line, NOT_UNDERSTOOD, of.scope)
            return
        for start, end in places:
            place = literal.range(start, end)
            name = text[start:end]
            if place is None:
                self.into.obstacle(name, node.lineno - 1, NOT_UNDERSTOOD, of.scope)
                continue
            of.scope.annotated.add(name)
            self.into.found.append(Found(name, place, Kind.ANNOTATION, of.scope, of.owner, of.declares))

    def _literal(self, node: ast.Constant, holder: _Holder) -> Literal | None:
        return holder[0].within(node, holder[1]) if holder else literal_of(self.source, node)


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
