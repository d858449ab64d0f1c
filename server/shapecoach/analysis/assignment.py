"""Assignments: the statements, and binding targets of any form: names, tuples, starred, attributes, subscripts."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from shapecoach.analysis import arrays, checks, containers, indexing, learned
from shapecoach.analysis.containers import is_changeable
from shapecoach.analysis.expressions import evaluate
from shapecoach.analysis.joining import join
from shapecoach.analysis.operators import binary
from shapecoach.analysis.values import ImportedModule, Instance, Listing, Mapped, Value, substituted
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Module, Seq, Sizes, Unknown, symbols_of
from shapecoach.probe.unknown import afresh
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.tensor import Framework, Tensor


def assigned(walk: Walk, statement: ast.Assign) -> None:
    value = evaluate(walk, statement.value)
    for target in statement.targets:
        learned_sizes = learned.unpacked(walk, target, statement.value) if isinstance(value, Unknown) else None
        assign(walk, target, value if learned_sizes is None else learned_sizes)


def annotated(walk: Walk, statement: ast.AnnAssign) -> None:
    value = evaluate(walk, statement.value) if statement.value is not None else None
    declared = checks.declared_value(walk, statement, value)
    if statement.value is not None:
        assign(walk, statement.target, declared)


def augmented(walk: Walk, statement: ast.AugAssign) -> None:
    target = statement.target
    reading = ast.copy_location(_as_load(target), target)
    left, right = evaluate(walk, reading), evaluate(walk, statement.value)
    node = ast.copy_location(ast.BinOp(reading, statement.op, statement.value), statement)
    if not isinstance(left, Tensor) or arrays.is_number(left) or _makes_another(statement.op, left):
        assign(walk, target, binary(walk, statement.op, left, right, node, (reading, statement.value)))
        return
    with walk.silently():
        value = binary(walk, statement.op, left, right, node, (reading, statement.value))
    stays = checks.stays_in_place(walk, statement, left, value)
    if stays:  # else that was told, and one finding is enough
        value = binary(walk, statement.op, left, right, node, (reading, statement.value))
    value = value if stays and not isinstance(value, Unknown) else left
    if isinstance(value, Tensor):
        value = value.with_dtype(left.dtype)
        walk.exchange(left, value)
    assign(walk, target, value)


def _makes_another(operator: ast.operator, tensor: Tensor) -> bool:
    """Whether the statement binds a new tensor, which may have another shape: PyTorch has no `@=` in place."""
    return isinstance(operator, ast.MatMult) and tensor.framework is Framework.TORCH


def _as_load(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.Name(id=name, ctx=ast.Load())
        case ast.Attribute(value=value, attr=attr):
            return ast.Attribute(value=value, attr=attr, ctx=ast.Load())
        case ast.Subscript(value=value, slice=key):
            return ast.Subscript(value=value, slice=key, ctx=ast.Load())
        case _:
            return target


def deleted(walk: Walk, statement: ast.Delete) -> None:
    for target in statement.targets:
        if isinstance(target, ast.Name):
            walk.env.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            containers.deleted(walk, target)


def assign(walk: Walk, target: ast.expr, value: Value) -> None:
    """Bind a target of any form to a value."""
    match target:
        case ast.Name(id=name):
            walk.bind(name, value, target)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(walk, targets, value)
        case ast.Starred(value=inner):
            assign(walk, inner, value)
        case ast.Attribute(value=owner, attr=name):
            instance = evaluate(walk, owner)
            if isinstance(instance, Tensor) and name == "shape":
                arrays.forget_shape(walk, instance)
            if isinstance(instance, ImportedModule):
                walk.reading.note_change(walk.module, instance.place, name)
            elif isinstance(instance, Instance) and instance.is_kept and not walk.reading.keeps:
                walk.reading.note_change(walk.module, instance, name)
            elif isinstance(instance, Instance):
                walk.reading.effects += 1
                instance.attributes[name] = value if not walk.quiet else instance.attributes.get(name, value)
                walk.name_size(value, name)
            walk.note_binding(ast.unparse(target), value, target)
        case ast.Subscript(value=owner):
            held = evaluate(walk, owner)
            if is_changeable(held):
                containers.stored(walk, target, held, value)
            checks.stored(walk, target, value)
            if isinstance(held, Tensor):
                walk.exchange(held, replace(held, below=None))
        case _:
            pass


def _unpack(walk: Walk, targets: Sequence[ast.expr], value: Value) -> None:
    items = items_of(value)
    checks.unpacked(walk, targets, value)
    starred = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    if isinstance(value, Sizes) and starred is not None:
        _unpack_sizes(walk, targets, value, starred)
        return
    if items is None or (starred is None and len(items) != len(targets)) or len(items) < len(targets) - 1:
        if isinstance(value, Tensor) and isinstance(value.shape, Shape) and value.shape.rank:
            items = tuple(value.with_shape(Shape(value.shape.axes[1:])) for _ in targets)
            starred = None
        else:
            item = value.item if isinstance(value, Listing) else UNKNOWN
            for target in targets:
                assign(walk, target, item if not isinstance(target, ast.Starred) else Listing(item))
            return
    if starred is None:
        for target, item in zip(targets, items, strict=False):
            assign(walk, target, item)
        return
    after = len(targets) - starred - 1
    middle = items[starred : len(items) - after]
    for target, item in zip(targets[:starred], items[:starred], strict=True):
        assign(walk, target, item)
    assign(walk, targets[starred], Seq(tuple(middle), is_list=True))
    for target, item in zip(targets[starred + 1 :], items[len(items) - after :], strict=True):
        assign(walk, target, item)


def _unpack_sizes(walk: Walk, targets: Sequence[ast.expr], sizes: Sizes, starred: int) -> None:
    """`*batch, s, d = x.shape` where x has a run of axes."""
    after = len(targets) - starred - 1
    for position, target in enumerate(targets):
        if position < starred:
            assign(walk, target, indexing.size_at(sizes, position))
        elif position > starred:
            assign(walk, target, indexing.size_at(sizes, position - len(targets)))
        else:
            assign(walk, target, indexing.part_of(sizes, starred, -after or None))


def items_of(value: Value) -> tuple[Value, ...] | None:
    """The items of something of known length that can be iterated, or None."""
    match value:
        case Seq(items=items):
            return items
        case Mapped(items=pairs):
            return tuple(key for key, _ in pairs)
        case Module(path="torch.nn.Sequential", args=args) if not any(isinstance(arg, Listing) for arg in args):
            return args
        case Instance(cls=cls, attributes=attributes) if cls.is_named_tuple:
            return tuple(attributes.get(name, UNKNOWN) for name in cls.fields)
        case _:
            return None


def are_alike(items: Sequence[Value]) -> bool:
    """Whether all items have tensors in the same places: else what is seen of one would be told of all."""
    return len(set(map(_where_tensors_are, items))) <= 1


def _where_tensors_are(value: Value) -> object:
    return tuple(map(_where_tensors_are, value.items)) if isinstance(value, Seq) else isinstance(value, Tensor)


def _with_own_sizes(item: Value) -> Value:
    """An item of many, each of which may have another size where that has no name: the last part of `x.split(2)`."""
    return substituted(item, afresh((symbol for symbol in symbols_of(item) if symbol.is_nameless), ()))


def any_item(value: Value) -> Value:
    """What is known of each item of something that is iterated, however many it has."""
    items = items_of(value)
    if items:
        result = items[0]
        for other in items[1:]:
            result = join(result, other)
        return result
    match value:
        case Listing(item=item):
            return _with_own_sizes(item)
        case Tensor(shape=Shape() as shape) if shape.rank:
            return replace(value.with_shape(Shape(shape.axes[1:])), below=value.below)
        case _:
            return UNKNOWN
