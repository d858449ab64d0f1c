"""A call by signature: the arguments against the annotations, and what the return annotation promises."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from shapecoach.analysis import conform
from shapecoach.analysis.bindings import Bindings
from shapecoach.analysis.declared import evaluate_size, read_type
from shapecoach.analysis.functions import Given, parameters
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.values import (
    Class,
    Function,
    Instance,
    Listing,
    ListType,
    MaybeNone,
    OptionalType,
    PlainType,
    TensorType,
    TupleType,
    Value,
)  # fmt: skip
from shapecoach.analysis.walk import Walk, fresh_size
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, SomeBool
from shapecoach.shapes.annotation import Token, TokenKind
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.tensor import Tensor


def call_by_signature(walk: Walk, function: Function, given: Given, node: ast.AST) -> Value:
    """Check the arguments against the annotations and give what the return annotation promises."""
    assert not isinstance(function.node, ast.Lambda)
    instance = next((value for value, _ in given.values() if isinstance(value, Instance)), None)
    inner = Walk(function.module, walk.reading, function.scope, dict(function.closure),
                 Bindings(walk.bindings.replacements), cls=function.cls, instance=instance, quiet=1,
                 depth=walk.depth + 1)  # fmt: skip
    names = conform.Names()
    types: dict[str, Value] = {}
    for parameter, default in parameters(function.node):
        types[parameter.arg] = read_type(inner, parameter.annotation)
        value = given[parameter.arg][0] if parameter.arg in given else _default(inner, default)
        inner.env[parameter.arg] = value

    def size_of(token: Token) -> Dim | None:
        inner.axis_names = names.dims
        inner.bindings = walk.bindings
        return evaluate_size(inner, token.expression)

    for parameter, _ in parameters(function.node):
        kind, (value, value_node) = types[parameter.arg], given.get(parameter.arg, (UNKNOWN, None))
        kind = kind.inner if isinstance(kind, OptionalType) else kind
        value = value.value if isinstance(value, MaybeNone) else value
        if isinstance(kind, TensorType) and isinstance(value, Tensor):
            _check_argument(walk, function, parameter, kind, value, value_node or node, names, size_of)
    for name in _axis_names_of(types.values()):
        if name not in names.dims:  # an argument of unknown shape: so is what is promised in its names
            names.dims[name] = fresh_size()
    return _promised(walk, read_type(inner, function.node.returns), names, size_of, instance)


def _axis_names_of(types: Iterable[Value]) -> Iterator[str]:
    """The axis names in the parameters' annotations."""
    for kind in types:
        match kind:
            case TensorType(tokens=tokens):
                yield from (token.name for token in tokens or () if token.kind is TokenKind.NAME and not token.variadic)
            case TupleType(items=items):
                yield from _axis_names_of(items)
            case ListType(item=inner) | OptionalType(inner=inner):
                yield from _axis_names_of((inner,))
            case _:
                pass


def _default(walk: Walk, default: ast.expr | None) -> Value:
    from shapecoach.analysis.expressions import evaluate

    return evaluate(walk, default) if default is not None else UNKNOWN


def _check_argument(walk: Walk, function: Function, parameter: ast.arg, kind: TensorType, tensor: Tensor,
                    node: ast.AST, names: conform.Names, size_of: conform.SizeOf) -> None:  # fmt: skip
    place = walk.source.range(node)
    declared = (function.module.related(parameter, f"`{parameter.arg}` of `{function.qualname}` is declared here"),)
    misfit = conform.fit(walk, kind, tensor, names, size_of)
    if misfit is None:
        _tell_crossed(walk, function, parameter, kind, tensor, place, declared)
    else:
        conform.tell(
            walk, "argument-shape", misfit, place, f"argument `{parameter.arg}` of `{function.qualname}`", declared
        )
        return
    wrong = conform.dtype_misfit(kind, tensor)
    if wrong is not None:
        message = f"argument `{parameter.arg}` of `{function.qualname}`: {wrong}"
        walk.finding("dtype-mismatch", Severity.ERROR, place, message, declared)


def _tell_crossed(walk: Walk, function: Function, parameter: ast.arg, kind: TensorType, tensor: Tensor, place: Range,
                  declared: tuple[Related, ...]) -> None:  # fmt: skip
    """Two axes of an argument, each under the other's name in the function that is called."""
    shape = walk.bindings.resolve(tensor).shape
    if kind.tokens is None or shape is None or shape.dims is None or len(shape.dims) != len(kind.tokens):
        return
    called = {token.name: dim.symbol.name for token, dim in zip(kind.tokens, shape.dims, strict=True) if dim.symbol}
    for inside, outside in called.items():
        if inside and inside != outside and called.get(outside) == inside:
            message = (
                f"argument `{parameter.arg}` of `{function.qualname}`: {outside} is passed where `{inside}` is meant, "
                f"and {inside} where `{outside}` is: the argument is {walk.shown(tensor)}"
            )
            walk.finding("crossed-names", Severity.WARNING, place, message, declared)
            return


def _promised(
    walk: Walk, kind: Value, names: conform.Names, size_of: conform.SizeOf, instance: Instance | None
) -> Value:
    """The value a return annotation promises, its axes in the caller's sizes."""
    match kind:
        case TensorType(tokens=None):
            return Tensor(None, kind.dtype, kind.framework)
        case TensorType(tokens=tokens):
            axes: list[Axis | Run] = []
            for token in tokens or ():
                if token.variadic:
                    if token.name not in names.runs:
                        return Tensor(None, kind.dtype, kind.framework)
                    axes += names.runs[token.name]
                else:
                    axes.append(Axis(_promised_size(token, names, size_of, instance)))
            if sum(isinstance(axis, Run) for axis in axes) > 1:
                return Tensor(None, kind.dtype, kind.framework)
            return Tensor(Shape(tuple(axes)), kind.dtype, kind.framework)
        case TupleType(items=items):
            return Seq(tuple(_promised(walk, item, names, size_of, instance) for item in items))
        case ListType(item=item):
            return Listing(_promised(walk, item, names, size_of, instance))
        case OptionalType(inner=inner):
            return MaybeNone(_promised(walk, inner, names, size_of, instance))
        case PlainType(name="int"):
            return fresh_size()
        case PlainType(name="float"):
            return Real()
        case PlainType(name="bool"):
            return SomeBool()
        case Class():
            from shapecoach.analysis.classes import typical_instance

            return typical_instance(walk, kind)
        case _:
            return UNKNOWN


def _promised_size(token: Token, names: conform.Names, size_of: conform.SizeOf, instance: Instance | None) -> Dim:
    from shapecoach.analysis.expressions import as_dim

    if token.broadcastable or token.kind is TokenKind.ANONYMOUS:
        return fresh_size()
    if token.kind is TokenKind.FIXED:
        return Dim.of(token.size)
    if token.kind is TokenKind.EXPRESSION:
        return size_of(token) or fresh_size()
    if token.name not in names.dims:
        own = as_dim(instance.attributes.get(token.name)) if instance is not None else None
        names.dims[token.name] = own if own is not None else fresh_size(token.name, Kind.OPEN)
    return names.dims[token.name]
