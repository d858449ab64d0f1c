"""Which functions of a file speak of shapes: those with a parameter whose annotation is a jaxtyping one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from shapecoach.shapes.dtype import from_jaxtyping

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Lines:
    """The lines of one function, counted from 0, the end not included."""

    start: int
    end: int

    def __contains__(self, line: int) -> bool:
        return self.start <= line < self.end


def annotated_functions(tree: ast.Module) -> list[Lines]:
    """Where the functions stand that have at least one parameter with a jaxtyping annotation."""
    names = frozenset(_jaxtyping_names(tree))
    return [
        Lines(node.lineno - 1, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, Definition) and any(_speaks_of_shapes(part, names) for part in _annotations(node))
    ]


def _jaxtyping_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "jaxtyping":
            yield from (alias.asname or alias.name for alias in node.names)


def _annotations(node: Definition) -> Iterator[ast.expr]:
    spec = node.args
    for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg):
        if parameter is not None and parameter.annotation is not None:
            yield parameter.annotation


def _speaks_of_shapes(annotation: ast.expr, names: frozenset[str]) -> bool:
    for part in ast.walk(annotation):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "[" in part.value:
            try:
                quoted = ast.parse(part.value, mode="eval").body
            except SyntaxError:
                continue
            if _speaks_of_shapes(quoted, names):
                return True
        if isinstance(part, ast.Subscript) and _is_jaxtyping(part.value, names):
            return True
    return False


def _is_jaxtyping(node: ast.expr, names: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names and from_jaxtyping(name) is not None
        case ast.Attribute(value=ast.Name(id="jaxtyping"), attr=name):
            return from_jaxtyping(name) is not None
        case _:
            return False
