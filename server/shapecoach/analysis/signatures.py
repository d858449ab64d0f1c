"""A call by signature: the arguments against the annotations, and what the return annotation promises."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count

from shapecoach.analysis import agreements, conform
from shapecoach.analysis.axis_sizes import evaluate_size
from shapecoach.analysis.bindings import Bindings
from shapecoach.analysis.counts import name_here
from shapecoach.analysis.declared import read_type
from shapecoach.analysis.declared_parts import axis_names, parts, says_shapes
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
from shapecoach.analysis.functions import Given, parameters
from shapecoach.analysis.joining import join
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.own_sizes import size_called
from shapecoach.analysis.values import Callback, Class, Dictionary, Function, Instance, Listing, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, SomeBool
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.annotation import Token, TokenKind
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor


@dataclass
class Meeting:
    """The arguments of one call meeting what was declared of them: the axis names of the callee and their sizes here.

    `walk` is the caller's, `inner` knows the callee's own values, for `{n}` in its annotations.
    """

    walk: Walk
    inner: Walk
    node: ast.AST  # the call
    instance: Instance | None = None
    names: conform.Names = field(default_factory=conform.Names)
    fits: bool = True  # as far as has been checked

    def size_of(self, token: Token) -> Dim | None:
        self.inner.axis_names = self.names.dims
        self.inner.bindings = self.walk.bindings
        return evaluate_size(self.inner, token.expression)

    def know(self, kinds: Iterable[Value]) -> None:
        """The names that are sizes of the object whose method it is."""
        if self.instance is not None:
            for name in {name for kind in kinds for name in axis_names(kind)}:
                size = size_called(self.instance, name)
                if size is not None:
                    self.names.dims[name] = size

    def check(self, kind: Value, value: Value, node: ast.AST, subject: str, declared: tuple[Related, ...]) -> None:
        """Tell what doesn't fit in one argument."""
        for part in parts(kind, value, node):
            place = self.walk.source.range(part.node)
            misfit = conform.fit(self.walk, part.declared, part.tensor, self.names, self.size_of)
            if misfit is not None:
                self.fits = False
                conform.tell(self.walk, "argument-shape", misfit, place, subject, declared)
                continue
            if isinstance(part.declared, TensorType):
                _tell_crossed(self.walk, part.declared, part.tensor, place, subject, declared)
            wrong = conform.dtype_misfit(part.declared, part.tensor)
            if wrong is not None:
                self.walk.finding("dtype-mismatch", Severity.ERROR, place, f"{subject}: {wrong}", declared)


def call_by_signature(walk: Walk, function: Function, given: Given, node: ast.AST) -> tuple[Value, bool]:
    """Check the arguments against the annotations and give what the return annotation promises; do they fit?"""
    assert not isinstance(function.node, ast.Lambda)
    meeting, kinds = _met(walk, function, given, node)
    if meeting.instance is not None and meeting.fits and function.says_all:  # its body isn't walked for this call
        agreements.note_call(walk, function.scope, meeting.instance, meeting.names.dims, walk.source.range(node))
    for name in {name for kind in kinds for name in axis_names(kind)}:
        if name not in meeting.names.dims:  # an argument of unknown shape: so is what is promised in its names
            meeting.names.dims[name] = fresh_dim()
    promise = read_type(meeting.inner, function.node.returns)
    meeting.know((promise,))
    return _promised(meeting, promise), meeting.fits


def check_arguments(walk: Walk, function: Function, given: Given, node: ast.AST) -> bool:
    """Check the arguments of a call whose result the body says: do they fit?"""
    if all(parameter.annotation is None for parameter, _ in parameters(function.node)):
        return True
    meeting, _ = _met(walk, function, given, node)
    return meeting.fits


def _met(walk: Walk, function: Function, given: Given, node: ast.AST) -> tuple[Meeting, Sequence[Value]]:
    """The arguments of a call, checked against the annotations; and the types that these declare."""
    pairs = parameters(function.node)
    first = given[pairs[0][0].arg][0] if function.cls is not None and pairs and pairs[0][0].arg in given else None
    instance = first if isinstance(first, Instance) else None
    inner = Walk(function.module, walk.reading, function.scope, dict(function.closure),
                 Bindings(walk.bindings.replacements), cls=function.cls, instance=instance, quiet=1,
                 depth=walk.depth + 1)  # fmt: skip
    meeting = Meeting(walk, inner, node, instance)
    kinds: dict[str, Value] = {}
    for parameter, default in pairs:
        kinds[parameter.arg] = read_type(inner, parameter.annotation)
        inner.env[parameter.arg] = given[parameter.arg][0] if parameter.arg in given else _default(inner, default)
    meeting.know(kinds.values())
    for parameter, _ in pairs:
        value, value_node = given.get(parameter.arg, (UNKNOWN, None))
        subject = f"argument `{parameter.arg}` of `{function.qualname}`"
        declared = (function.module.related(parameter, f"`{parameter.arg}` of `{function.qualname}` is declared here"),)
        meeting.check(kinds[parameter.arg], value, value_node or node, subject, declared)
    return meeting, tuple(kinds.values())


def call_back(
    walk: Walk, kind: CallableType, args: Sequence[Value], node: ast.expr, nodes: Sequence[ast.expr]
) -> Value:
    """Calling a function that was passed in: its axis names stand for any sizes, each call's own.

    A name that no argument says is the axis of that name in the function that is being walked.
    """
    meeting = Meeting(walk, replace(walk, axis_names={}, quiet=1), node)
    name = walk.source.segment(node.func) if isinstance(node, ast.Call) else "this"
    for index, (parameter, value) in enumerate(zip(kind.parameters or (), args, strict=False)):
        at = nodes[index] if index < len(nodes) else node
        meeting.check(parameter, value, at, f"argument {index + 1} of `{name}`", ())
    for axis in axis_names(kind.result):
        if axis not in meeting.names.dims:
            own = Dim.of(Symbol(axis, Kind.RIGID, walk.scope))
            meeting.names.dims[axis] = walk.axis_names.setdefault(axis, own)
    return _promised(meeting, kind.result)


def _default(walk: Walk, default: ast.expr | None) -> Value:
    from shapecoach.analysis.expressions import evaluate

    return evaluate(walk, default) if default is not None else UNKNOWN


def _tell_crossed(walk: Walk, kind: TensorType, tensor: Tensor, place: Range, subject: str,
                  declared: tuple[Related, ...]) -> None:  # fmt: skip
    """Two axes of an argument, each under the other's name in the function that is called."""
    shape = walk.bindings.resolve(tensor).shape
    if kind.tokens is None or shape is None or shape.dims is None or len(shape.dims) != len(kind.tokens):
        return
    called = {token.name: dim.symbol.name for token, dim in zip(kind.tokens, shape.dims, strict=True) if dim.symbol}
    for inside, outside in called.items():
        if inside and inside != outside and called.get(outside) == inside:
            message = (
                f"{subject}: {outside} is passed where `{inside}` is meant, "
                f"and {inside} where `{outside}` is: the argument is {walk.shown(tensor)}"
            )
            walk.finding("crossed-names", Severity.WARNING, place, message, declared)
            return


def _promised(meeting: Meeting, kind: Value) -> Value:
    """The value a return annotation promises, its axes in the caller's sizes."""
    match kind:
        case TensorType(tokens=None):
            return Tensor(None, kind.dtype, kind.framework)
        case TensorType(tokens=tokens):
            axes: list[Axis | Run] = []
            for token in tokens or ():
                if token.variadic:
                    if token.name not in meeting.names.runs or token.broadcastable:
                        return Tensor(None, kind.dtype, kind.framework)
                    axes += meeting.names.runs[token.name]
                else:
                    label = token.name if token.kind is TokenKind.NAME else ""
                    axes.append(Axis(_promised_size(meeting, token), label=label))
            if sum(isinstance(axis, Run) for axis in axes) > 1:
                return Tensor(None, kind.dtype, kind.framework)
            return Tensor(Shape(tuple(axes)), kind.dtype, kind.framework)
        case TupleType(items=items):
            return Seq(tuple(_promised(meeting, item) for item in items), is_promised=not says_shapes(kind))
        case ListType(item=item):
            return Listing(_promised(meeting, item))
        case DictType(item=item):
            return Dictionary(_promised(meeting, item))
        case OptionalType(inner=inner):
            return MaybeNone(_promised(meeting, inner))
        case UnionType(sides=sides):
            return reduce(join, (_promised(meeting, side) for side in sides))
        case CallableType():
            return Callback(kind)
        case PlainType(name="int"):
            return fresh_dim()
        case PlainType(name="float"):
            return Real()
        case PlainType(name="bool"):
            return SomeBool()
        case Class():
            from shapecoach.analysis.classes import as_declared, made_instance

            return as_declared(made_instance(meeting.walk, kind, next(_results)))
        case _:
            return UNKNOWN


_results = (f"#result {number}" for number in count(1))


def _promised_size(meeting: Meeting, token: Token) -> Dim:
    if token.broadcastable:
        return Dim.one_or(_promised_size(meeting, replace(token, broadcastable=False)), next(_results))
    if token.kind is TokenKind.ANONYMOUS:
        return fresh_dim()
    if token.kind is TokenKind.FIXED:
        return Dim.of(token.size)
    if token.kind is TokenKind.EXPRESSION:
        return meeting.size_of(token) or fresh_dim()
    if token.name not in meeting.names.dims:
        # What no argument says is an object's own size, if it is an object's method, and else each call's.
        is_method = meeting.instance is not None
        name = token.name if is_method else name_here(meeting.walk, token.name, meeting.node)
        meeting.names.dims[token.name] = fresh_dim(name, Kind.OPEN)
    return meeting.names.dims[token.name]
