"""The sizes that annotations work out: `2*d`, `{n}+1`, and whether their names are axes at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Severity
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Library, as_dim
from shapecoach.analysis.walk import Walk
from shapecoach.shapes.annotation import AnnotationError, Token, TokenKind, parse
from shapecoach.shapes.dim import Dim


def evaluate_size(walk: Walk, node: ast.expr | None) -> Dim | None:
    """An axis expression: `2*d`, `{n}+1`.  Names are axes; what stood in braces are the function's own values."""
    from shapecoach.analysis.expressions import evaluate

    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return Dim.of(number)
        case ast.Name(id=name):
            return walk.axis_names.get(name)
        case ast.Subscript(value=ast.Name(id="_value"), slice=inner):
            with walk.silently():
                value = evaluate(walk, inner)
            return as_dim(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            size = evaluate_size(walk, operand)
            return -size if size is not None else None
        case ast.BinOp():
            left, right = evaluate_size(walk, node.left), evaluate_size(walk, node.right)
            if left is None or right is None:
                return None
            return arithmetic(node.op, left, right)
        case _:
            return None


MOST_FACTORS = 48  # of a size; a longer one would tell nobody anything
LARGEST_NUMBER = 2**62


def arithmetic(operator: ast.operator, left: Dim, right: Dim) -> Dim | None:
    """Integer arithmetic on sizes; None where the result is no size, or one too long to be followed."""
    result = _arithmetic(operator, left, right)
    if result is None or result.weight > MOST_FACTORS:
        return None
    return result if all(abs(coefficient) < LARGEST_NUMBER for _, coefficient in result.terms) else None


def _arithmetic(operator: ast.operator, left: Dim, right: Dim) -> Dim | None:
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.FloorDiv() if right.terms:
            return left // right
        case ast.Mod() if right.terms:
            return left % right
        case ast.Pow() if right.constant is not None and 0 <= right.constant <= 4:
            result = Dim.of(1)
            for _ in range(right.constant):
                result = result * left
            return result
        case _:
            return None


def check_expressions(walk: Walk, annotations: Sequence[ast.expr | None]) -> None:
    """Tell of expressions (`2*d`) over names that are no axis of the signature: jaxtyping can't work them out."""
    from shapecoach.analysis.declared import read_type
    from shapecoach.analysis.declared_parts import axis_names

    strings = [string for annotation in annotations if annotation for string in _shape_strings(walk, annotation)]
    tokens = [(string, token) for string in strings for token in _tokens(str(string.value))]
    with walk.silently():
        kinds = [read_type(walk, annotation) for annotation in annotations]
    bound = {token.name for _, token in tokens if token.kind is TokenKind.NAME}
    bound |= {name for kind in kinds for name in axis_names(kind)}  # those of an alias, too
    for string, token in tokens:
        if token.expression is None:
            continue
        unbound = sorted(_axis_names_in(token.expression) - bound)
        if unbound:
            names = " and ".join(f"`{name}`" for name in unbound)
            message = f"`{token.text}` is an expression, and no axis of this function is called {names}"
            if "-" in token.text:
                message += f"; for one name, write `{token.text.replace('-', '_')}`"
            place = range_in_string(walk.source, string, token.start, token.end)
            walk.finding("annotation-syntax", Severity.WARNING, place, message)


def _shape_strings(walk: Walk, annotation: ast.expr) -> Iterator[ast.Constant]:
    """The strings of an annotation that jaxtyping reads, `Literal["a-b"]` and the like left out."""
    from shapecoach.analysis.expressions import evaluate

    for part in nodes(annotation):
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Tuple) and len(part.slice.elts) == 2:
            text = part.slice.elts[1]
            with walk.silently():
                base = evaluate(walk, part.value)
            is_ours = isinstance(base, Library) and base.path.startswith("jaxtyping.")
            if is_ours and isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text


def _tokens(text: str) -> tuple[Token, ...]:
    try:
        return parse(text)
    except AnnotationError:  # told where the annotation is read
        return ()


def _axis_names_in(node: ast.expr) -> set[str]:
    """The names in an axis expression that are axes, not the function's own values in braces nor what is called."""
    outer: set[str] = set()
    inner: set[str] = set()
    for part in nodes(node):
        if isinstance(part, ast.Subscript):
            inner |= {name.id for name in nodes(part) if isinstance(name, ast.Name)}
        elif isinstance(part, ast.Call):
            inner |= {name.id for name in nodes(part.func) if isinstance(name, ast.Name)}
        elif isinstance(part, ast.Name):
            outer.add(part.id)
    return outer - inner
