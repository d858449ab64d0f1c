"""Places where a value must have the shape that the program says: returns, annotated assignments, stores, asserts."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.analysis import conform, messages
from shapecoach.analysis.declared import evaluate_size, read_type
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.values import MaybeNone, OptionalType, TensorType, TupleType, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Seq, Unknown
from shapecoach.probe.solve import equate
from shapecoach.shapes.annotation import Token
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.tensor import Tensor


def returned(walk: Walk, statement: ast.Return, value: Value) -> None:
    """A returned value against the return annotation."""
    if walk.declared_return is None or statement.value is None:
        return
    with walk.silently():
        declared = read_type(walk, walk.declared_return)
    _check(walk, declared, value, statement.value, walk.declared_return)


def _check(walk: Walk, declared: Value, value: Value, node: ast.expr, annotation: ast.expr) -> None:
    match declared:
        case OptionalType(inner=inner):
            _check(walk, inner, value.value if isinstance(value, MaybeNone) else value, node, annotation)
        case TupleType(items=items) if isinstance(value, Seq) and len(value.items) == len(items):
            nodes = node.elts if isinstance(node, ast.Tuple) and len(node.elts) == len(items) else [node] * len(items)
            for item, part, part_node in zip(items, value.items, nodes, strict=True):
                _check(walk, item, part, part_node, annotation)
        case TensorType() if isinstance(value, Tensor):
            subject = "this returns the wrong shape"
            conforms(walk, declared, value, node, annotation, "return-shape", subject)
        case _:
            pass


def conforms(
    walk: Walk, declared: TensorType, tensor: Tensor, node: ast.expr, annotation: ast.expr, rule: str, subject: str
) -> None:
    place = walk.source.range(node)
    related = (Related(walk.source.range(annotation), "declared here"),)
    misfit = conform.fit(walk, declared, tensor, conform.own_names(walk), lambda token: _size(walk, token))
    if misfit is not None:
        origins = messages.origins(walk, misfit.symbols)
        conform.tell(walk, rule, misfit, place, subject, (*related, *origins))
        return
    wrong = conform.dtype_misfit(declared, tensor)
    if wrong is not None:
        walk.finding("dtype-mismatch", Severity.ERROR, place, wrong, related)


def _size(walk: Walk, token: Token) -> Dim | None:
    return evaluate_size(walk, token.expression)


def declared_value(walk: Walk, statement: ast.AnnAssign, value: Value) -> Value:
    """The value of `x: Float[Tensor, "b s"] = ...`: checked against the annotation, which says what is unknown."""
    declared = read_type(walk, statement.annotation)
    optional = declared.inner if isinstance(declared, OptionalType) else declared
    if not isinstance(optional, TensorType) or statement.value is None:
        return value
    if isinstance(value, Unknown) or (
        isinstance(value, Tensor) and value.shape is None and optional.tokens is not None
    ):
        from shapecoach.analysis.declared import value_of

        return value_of(walk, declared, ast.unparse(statement.target), statement.annotation)
    if isinstance(value, Tensor):
        name = ast.unparse(statement.target)
        conforms(
            walk,
            optional,
            value,
            statement.value,
            statement.annotation,
            "shape-mismatch",
            f"`{name}` gets the wrong shape",
        )
        return walk.bindings.resolve(value)
    return value


def unpacked(walk: Walk, targets: Sequence[ast.expr], value: Value) -> None:
    """`b, s = x.shape` needs as many names as there are axes."""
    if not isinstance(value, Seq) or not value.items or not all(isinstance(item, Dim) for item in value.items):
        return
    starred = any(isinstance(target, ast.Starred) for target in targets)
    have, want = len(value.items), len(targets) - starred
    if have < want or (have > want and not starred):
        sizes = ", ".join(walk.shown_dim(item) for item in value.items)
        place = Range(walk.source.range(targets[0]).start, walk.source.range(targets[-1]).end)
        message = f"{have} sizes don't go into {want} names: there are {sizes}"
        walk.finding("shape-mismatch", Severity.ERROR, place, message)


def stored(walk: Walk, target: ast.Subscript, value: Value) -> None:
    """`x[i] = value`: what is stored must broadcast to the place without growing it."""
    from shapecoach.analysis.expressions import evaluate

    place = evaluate(walk, ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target))
    if isinstance(place, Tensor) and isinstance(value, Tensor):
        _must_stay(walk, target, place, value, "what is stored doesn't fit the place it is stored in")


def stays_in_place(walk: Walk, statement: ast.AugAssign, before: Tensor, after: Value) -> None:
    """`x += y` changes x itself, so it can't change its shape."""
    if isinstance(after, Tensor):
        _must_stay(walk, statement, before, after, f"`{walk.source.segment(statement)}` would have to change the shape")


def _must_stay(walk: Walk, node: ast.AST, place: Tensor, value: Tensor, what: str) -> None:
    place, value = walk.bindings.resolve(place), walk.bindings.resolve(value)
    if place.shape is None or value.shape is None or place.shape.dims is None or value.shape.dims is None:
        return
    wanted, got = place.shape.dims, value.shape.dims
    while len(got) > len(wanted) and got[0].constant == 1:
        got = got[1:]
    message = f"{what}: it is {walk.shown(place)} and this is {walk.shown(value)}"
    if len(got) > len(wanted):
        walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)
        return
    for mine, other in zip(reversed(wanted), reversed(got), strict=False):
        if mine == other or other.constant == 1 or mine.is_unknown or other.is_unknown:
            continue
        replacement = equate(mine, other)
        symbol = next(iter(replacement), None) if replacement else None
        if symbol is not None and symbol.kind is not Kind.RIGID:
            walk.bindings = walk.bindings.join(replacement or {})
        elif replacement is not None:
            walk.finding("assumed-equal", Severity.WARNING, walk.source.range(node),
                         f"this works only if {walk.shown_dim(mine)} = {walk.shown_dim(other)}: {message}")  # fmt: skip
            return
        elif (mine - other).constant is not None:
            walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)
            return
