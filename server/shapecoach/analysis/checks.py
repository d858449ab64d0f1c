"""Places where a value must have the shape that the program says: returns, annotated assignments, stores, asserts."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.analysis import conform, messages, one_length
from shapecoach.analysis.axis_sizes import evaluate_size
from shapecoach.analysis.declared import read_type
from shapecoach.analysis.declared_parts import Part, axis_names, parts
from shapecoach.analysis.declared_types import PlainType, TensorType
from shapecoach.analysis.entry import value_of
from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Range, Related, Severity
from shapecoach.analysis.rules import merge_order
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Class, Guess, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Seq, Sizes, Unknown
from shapecoach.probe.equations import are_namesakes
from shapecoach.probe.solve import equate
from shapecoach.shapes.annotation import Token
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind
from shapecoach.shapes.tensor import Tensor


def returned(walk: Walk, statement: ast.Return, value: Value) -> None:
    """A returned value against the return annotation."""
    if walk.declared_return is None or statement.value is None:
        return
    with walk.silently():
        declared = read_type(walk, walk.declared_return)
    for part in parts(declared, value, statement.value):
        conforms(walk, part, walk.declared_return, "return-shape", "this returns the wrong shape")


def conforms(walk: Walk, part: Part, annotation: ast.expr, rule: str, subject: str) -> bool:
    """Whether a tensor is what an annotation of this function says of it; tells of it where it isn't."""
    place = walk.source.range(part.node)
    related = (Related(walk.source.range(annotation), "declared here"),)
    names = conform.own_names(walk)
    misfit = conform.fit(walk, part.declared, part.tensor, names, lambda token: _size(walk, token))
    if misfit is not None:
        origins = messages.origins(walk, misfit.symbols)
        related = (Related(_declared_at(walk, annotation, misfit), "declared here"),)
        conform.tell(walk, rule, misfit, place, subject, (*related, *origins, *messages.made_here(walk, part.node)))
        return False
    if isinstance(part.declared, TensorType):
        _check_order(walk, part.declared, walk.bindings.resolve(part.tensor), place)
    wrong = conform.dtype_misfit(part.declared, part.tensor)
    if wrong is not None:
        walk.finding("dtype-mismatch", Severity.ERROR, place, wrong, related)
    return wrong is None


def _declared_at(walk: Walk, annotation: ast.expr, misfit: conform.Misfit) -> Range:
    """The axis of the annotation that isn't met, where there is one and it is plain which; or all of the annotation."""
    token = misfit.token
    match [node for node in nodes(annotation) if isinstance(node, ast.Constant) and isinstance(node.value, str)]:
        case [ast.Constant(value=str(text)) as string] if token and text[token.start : token.end] == token.text:
            return range_in_string(walk.source, string, token.start, token.end)
        case _:
            return walk.source.range(annotation)


def _check_order(walk: Walk, declared: TensorType, tensor: Tensor, place: Range) -> None:
    """Merged axes against the products that they are declared as."""
    if tensor.shape is None or tensor.shape.run is not None or len(declared.tokens or ()) != len(tensor.shape.axes):
        return
    for token, axis in zip(declared.tokens or (), tensor.shape.axes, strict=True):
        if isinstance(axis, Axis) and axis.factors and not token.variadic:
            nodes = _factors(token.expression)
            merge_order.declared(walk, token.text, [evaluate_size(walk, node) for node in nodes], axis, place)


def _factors(node: ast.expr | None) -> list[ast.expr]:
    """The factors of a product, as they are written."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node] if node is not None else []


def _size(walk: Walk, token: Token) -> Dim | None:
    return evaluate_size(walk, token.expression)


def declared_value(walk: Walk, statement: ast.AnnAssign, value: Value) -> Value:
    """The value of `x: Float[Tensor, "b s"] = ...`: checked against the annotation, which says what is unknown."""
    declared = read_type(walk, statement.annotation)
    if statement.value is None or isinstance(declared, Unknown | PlainType | Class):
        return value
    name = ast.unparse(statement.target)
    subject = f"`{name}` gets the wrong shape"
    found = list(parts(declared, value, statement.value))
    with walk.hushing(not walk.borrowed.isdisjoint(axis_names(declared))):  # the same name may be another axis here
        fits = [conforms(walk, part, statement.annotation, "shape-mismatch", subject) for part in found]
    promised = value_of(walk, declared, name, statement.annotation)
    may_be_one = isinstance(value, Guess) and isinstance(promised, Tensor)
    if isinstance(value, Unknown) or may_be_one or not all(fits):  # what was told isn't told again of all that follows
        return promised
    if not isinstance(value, Tensor) or not isinstance(promised, Tensor):
        return walk.bindings.resolve(value)
    resolved = walk.bindings.resolve(value)
    told = _with_sizes_of(resolved, promised) if value.shape is not None else promised
    if told == resolved:
        return value
    walk.known_better(value, told)
    return told


def _with_sizes_of(value: Tensor, promised: Tensor) -> Tensor:
    """A tensor with the sizes that its annotation says where nobody else does."""
    if value.shape is None or promised.shape is None or len(value.shape.axes) != len(promised.shape.axes):
        return value
    axes = (
        said if isinstance(axis, Axis) and isinstance(said, Axis) and axis.dim.is_unknown and not said.dim.is_unknown
        else axis
        for axis, said in zip(value.shape.axes, promised.shape.axes, strict=True)
    )  # fmt: skip
    return value.with_shape(Shape(tuple(axes))).with_strides(value.strides)


def unpacked(walk: Walk, targets: Sequence[ast.expr], value: Value) -> None:
    """`b, s = x.shape` needs as many names as there are axes; `q, k, v = x.chunk(3)` no more than there are parts."""
    if isinstance(value, Sizes):
        _unpacked_run(walk, targets, value)
    if not isinstance(value, Seq) or not value.items or value.is_promised:
        return
    starred = any(isinstance(target, ast.Starred) for target in targets)
    have, want = len(value.items), len(targets) - starred
    if have == want or (have > want and starred):
        return
    sizes = [walk.shown_dim(item) for item in value.items if isinstance(item, Dim)]
    parts = [walk.shown(item) for item in value.items if isinstance(item, Tensor)]
    if len(sizes) == have:
        message = f"{have} sizes don't go into {want} names: there are {', '.join(sizes)}"
    elif len(parts) == have < want and not value.is_list:
        # There may be fewer parts than `chunk` is asked for, of an axis that is short; there are never more.
        what, there = ("one tensor", "there is only") if have == 1 else (f"{have} tensors", "there are")
        message = f"{what} can't be unpacked into {want} names: {there} {', '.join(parts)}"
    else:
        return
    place = Range(walk.source.range(targets[0]).start, walk.source.range(targets[-1]).end)
    walk.finding("shape-mismatch", Severity.ERROR, place, message)


def _unpacked_run(walk: Walk, targets: Sequence[ast.expr], sizes: Sizes) -> None:
    """`b, s, d = x.shape` where x is `(*batch, s, d)`."""
    if not all(isinstance(part, Run | Dim) for part in sizes.parts):
        return
    run = next(part for part in sizes.parts if isinstance(part, Run))
    length = len(targets) - (len(sizes.parts) - 1)
    if length >= 0 and not any(isinstance(target, ast.Starred) for target in targets):
        place = Range(walk.source.range(targets[0]).start, walk.source.range(targets[-1]).end)
        shown = ", ".join(str(part) if isinstance(part, Run) else walk.shown_dim(part) for part in sizes.parts)
        one_length.told_at(walk, place, run, length, f"there are {shown}")


def asked_for_size(walk: Walk, sizes: Seq, key: Value, node: ast.Subscript) -> None:
    """`x.shape[2]` needs a third axis."""
    match node.value:
        case ast.Attribute(value=owner, attr="shape") | ast.Call(func=ast.Attribute(value=owner, attr="size"), args=[]):
            have = len(sizes.items)
        case _:
            return
    if isinstance(key, Dim) and key.constant is not None and not -have <= key.constant < have:
        whose = messages.code(walk, owner)
        axes = ", ".join(walk.shown_dim(item) for item in sizes.items if isinstance(item, Dim))
        counted = {0: "no axes", 1: f"one axis, {axes}"}.get(have, f"{have} axes, {axes}")
        message = f"there is no axis {key.constant}: `{whose}` has {counted}"
        walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)


def stored(walk: Walk, target: ast.Subscript, value: Value) -> None:
    """`x[i] = value`: what is stored must broadcast to the place without growing it."""
    from shapecoach.analysis.expressions import evaluate

    place = evaluate(walk, ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target))
    if isinstance(place, Tensor) and isinstance(value, Tensor):
        what = "what is stored doesn't fit the place it is stored in"
        _must_stay(walk, target, place, _without_first_ones(walk, place, value), what)


def stays_in_place(walk: Walk, statement: ast.AugAssign, before: Tensor, after: Value) -> bool:
    """`x += y` changes x itself, so it can't change its shape; false where it would have to, which is told."""
    if not isinstance(after, Tensor):
        return True
    what = f"`{walk.source.segment(statement)}` would have to change the shape"
    return _must_stay(walk, statement, before, after, what)


def _may_be_one(dim: Dim) -> bool:
    """Whether it is a size that nobody named, or 1 itself, which is broadcast."""
    return dim.constant == 1 or dim.is_unknown


def _without_first_ones(walk: Walk, place: Tensor, value: Tensor) -> Tensor:
    """What is stored, without the first axes that it has more than its place: they are left out where they are 1."""
    wanted, axes = walk.bindings.resolve(place).shape, walk.bindings.resolve(value).shape
    if wanted is None or wanted.rank is None or axes is None or axes.rank is None:
        return value
    got = list(axes.plain_dims())
    while len(got) > wanted.rank and _may_be_one(got[0]):
        del got[0]
    return value.with_shape(Shape(axes.axes[axes.rank - len(got) :]))


def _must_stay(walk: Walk, node: ast.AST, place: Tensor, value: Tensor, what: str) -> bool:
    """Whether nothing speaks against it; what does is told."""
    place, value = walk.bindings.resolve(place), walk.bindings.resolve(value)
    if place.shape is None or value.shape is None or place.shape.dims is None or value.shape.dims is None:
        return True
    wanted, got = place.shape.dims, value.shape.dims
    message = f"{what}: it is {walk.shown(place)} and this is {walk.shown(value)}"
    if len(got) > len(wanted):
        walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)
        return False
    for mine, other in zip(reversed(wanted), reversed(got), strict=False):
        if mine == other or _may_be_one(other) or mine.is_unknown:
            continue
        replacement = equate(mine, other)
        symbol, size = next(iter(replacement.items())) if replacement else (None, None)
        if symbol is not None and size is not None and (symbol.kind is not Kind.RIGID or are_namesakes(symbol, size)):
            walk.bindings = walk.bindings.join(replacement or {})
        elif replacement is not None:
            only_if = f"this works only if {walk.shown_dim(mine)} = {walk.shown_dim(other)}: {message}"
            walk.assumption("assumed-equal", walk.source.range(node), only_if, mine.symbols() | other.symbols())
            return False
        elif (mine - other).constant is not None:
            walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)
            return False
    return True
