"""What a parameter or attribute of a declared type is, before anything has happened to it."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import reduce

from shapecoach.analysis.axis_sizes import evaluate_size
from shapecoach.analysis.declared_parts import says_shapes
from shapecoach.analysis.declared_types import (
    CallableType,
    DictType,
    ListType,
    OptionalType,
    PlainType,
    TensorType,
    TupleType,
    UnionType,
)
from shapecoach.analysis.joining import join
from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Range
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Callback, Class, Dictionary, Library, Listing, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, SomeBool
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.annotation import Token, TokenKind
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor


def value_of(walk: Walk, declared: Value, name: str, node: ast.AST) -> Value:
    """The value of a parameter (or attribute) of a declared type, its axis names becoming sizes of this walk."""
    match declared:
        case TensorType(tokens=None):
            return Tensor(None, declared.dtype, declared.framework)
        case TensorType():
            return Tensor(shape_of(walk, declared, name, node), declared.dtype, declared.framework)
        case PlainType(name="int"):
            return Dim.of(Symbol(name, Kind.OPEN, walk.scope))
        case PlainType(name="float"):
            return Real()
        case PlainType(name="bool"):
            return SomeBool()
        case PlainType(name="None"):
            return None
        case TupleType(items=items):
            values = tuple(value_of(walk, item, f"{name}_{index}", node) for index, item in enumerate(items))
            return Seq(values, is_promised=not says_shapes(declared))
        case ListType(item=item):
            return Listing(_one_of_many(walk, item, name, node))
        case DictType(item=item):
            return Dictionary(_one_of_many(walk, item, name, node))
        case OptionalType(inner=inner):
            return MaybeNone(value_of(walk, inner, name, node))
        case UnionType(sides=sides):
            return reduce(join, (value_of(walk, side, name, node) for side in sides))
        case CallableType():
            return Callback(declared)
        case Library():  # a random generator
            return declared
        case Class():
            from shapecoach.analysis.classes import as_declared, held_instance

            return as_declared(held_instance(walk, declared, f"{walk.scope}:{name}"))
        case _:
            return UNKNOWN


def _one_of_many(walk: Walk, declared: Value, name: str, node: ast.AST) -> Value:
    """What is true of every item of a list: objects in it have axes of their own, each other sizes."""
    if not isinstance(declared, Class):
        return value_of(walk, declared, name, node)
    from shapecoach.analysis.classes import typical_instance

    item = typical_instance(walk, declared).copy()
    item.substitute({axis: fresh_dim() for axis in item.axes})
    item.axes = frozenset()
    return item


def shape_of(walk: Walk, declared: TensorType, name: str, node: ast.AST) -> Shape:
    """The shape a declaration stands for; axis names that are new here become rigid sizes."""
    axes: list[Axis | Run] = []
    for token in declared.tokens or ():
        axis = axis_of(walk, token, name, node)
        axes += _counted_out(walk, axis) if isinstance(axis, Run) else (axis,)
    return Shape(tuple(axes))


def _counted_out(walk: Walk, run: Run) -> tuple[Axis | Run, ...]:
    """A run as the axes that it is taken for in this walk, each with a name."""
    if walk.run_length is None or not run.name or run.places:
        return (run,)
    symbols = (Symbol(f"{run.name}_{index}", Kind.RIGID, walk.scope) for index in range(walk.run_length))
    walk.axis_runs[run.name] = tuple(Axis(Dim.of(symbol)) for symbol in symbols)
    return walk.axis_runs[run.name]


def axis_of(walk: Walk, token: Token, name: str, node: ast.AST) -> Axis | Run:
    if token.variadic:
        place = f"{walk.scope}:{name}:{token.start}"
        if token.broadcastable:
            return Run(token.name, walk.scope, frozenset({place}))
        run = Run(token.name, walk.scope if token.name else place)
        if token.name:
            walk.axis_runs.setdefault(token.name, (run,))
        return run
    if token.broadcastable:
        axis = axis_of(walk, replace(token, broadcastable=False), name, node)
        return Axis(Dim.one_or(axis.dim, f"{walk.scope}:{name}:{token.start}")) if isinstance(axis, Axis) else axis
    if token.kind is TokenKind.ANONYMOUS:
        return Axis(fresh_dim())
    if token.kind is TokenKind.FIXED:
        return Axis(Dim.of(token.size))
    if token.kind is TokenKind.NAME:
        if token.name not in walk.axis_names:
            symbol = Symbol(token.name, Kind.RIGID, walk.scope)
            walk.axis_names[token.name] = Dim.of(symbol)
            place = token_range(walk, node, token)
            walk.name_origin(symbol, f"an axis of `{name}`" if name else "an axis named here", place)
        return Axis(walk.axis_names[token.name])
    dim = evaluate_size(walk, token.expression)
    return Axis(dim if dim is not None else fresh_dim())


def token_range(walk: Walk, node: ast.AST, token: Token) -> Range:
    """Where one axis of an annotation stands."""
    for part in nodes(node):
        text = part.value if isinstance(part, ast.Constant) else None
        if isinstance(part, ast.Constant) and isinstance(text, str) and text[token.start : token.end] == token.text:
            return range_in_string(walk.source, part, token.start, token.end)
    return walk.source.range(node)
