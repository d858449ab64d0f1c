"""The tensors in a value that its declared type speaks of: in tuples, lists, dicts, and what may be None."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapecoach.analysis.declared_types import (
    DictType,
    ListType,
    OptionalType,
    PlainType,
    TensorType,
    TupleType,
    UnionType,
)
from shapecoach.analysis.values import Dictionary, Listing, Mapped, MaybeNone, Value
from shapecoach.probe.arguments import Seq
from shapecoach.shapes.annotation import TokenKind
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.tensor import Framework, Tensor


@dataclass(frozen=True, slots=True)
class Part:
    """One tensor, what is declared of it, and the narrowest place where it stands."""

    declared: TensorType | UnionType
    tensor: Tensor
    node: ast.AST


_FLOAT = PlainType("float")


def parts(declared: Value, value: Value, node: ast.AST) -> Iterator[Part]:
    """Each tensor of a value with its own part of the declaration.  What can't be told apart is passed over."""
    match declared, value:
        case (UnionType(sides=sides), Tensor(framework=Framework.NUMPY, shape=Shape(axes=()))) if _FLOAT in sides:
            pass  # what NumPy computes of a number is a number of Python's, too
        case (TensorType() | UnionType(), Tensor()):
            yield Part(declared, value, node)
        case (_, MaybeNone(value=inner)):
            yield from parts(declared, inner, node)
        case (OptionalType(inner=inner), _):
            yield from parts(inner, value, node)
        case (TupleType(items=kinds), Seq(items=items)) if len(kinds) == len(items):
            for kind, item, at in zip(kinds, items, _item_nodes(node, len(items)), strict=True):
                yield from parts(kind, item, at)
        case (ListType(item=kind), Seq(items=items)):
            for item, at in zip(items, _item_nodes(node, len(items)), strict=True):
                yield from parts(kind, item, at)
        case (DictType(item=kind), Mapped(items=pairs)):
            nodes = (
                node.values if isinstance(node, ast.Dict) and len(node.values) == len(pairs) else [node] * len(pairs)
            )
            for (_, item), at in zip(pairs, nodes, strict=True):
                yield from parts(kind, item, at)
        case (ListType(item=kind), Listing(item=item)) | (DictType(item=kind), Dictionary(item=item)):
            yield from parts(kind, item, node)
        case _:
            pass


def _item_nodes(node: ast.AST, number: int) -> Sequence[ast.AST]:
    """The nodes of a tuple, list or dict written out; the whole where it isn't."""
    match node:
        case ast.Tuple(elts=nodes) | ast.List(elts=nodes) | ast.Dict(values=nodes) if len(nodes) == number:
            return nodes
        case _:
            return [node] * number


def tensor_types(declared: Value) -> Iterator[TensorType]:
    """The tensor types that a declaration is made of."""
    match declared:
        case TensorType():
            yield declared
        case TupleType(items=kinds) | UnionType(sides=kinds):
            for kind in kinds:
                yield from tensor_types(kind)
        case ListType(item=kind) | DictType(item=kind) | OptionalType(inner=kind):
            yield from tensor_types(kind)
        case _:
            pass


def says_shapes(declared: Value) -> bool:
    """Whether a declaration names axes, as is done where something checks at run time what is declared."""
    return any(kind.tokens is not None for kind in tensor_types(declared))


def axis_names(declared: Value) -> Iterator[str]:
    """The names of axes in a declaration, those of runs left out."""
    for kind in tensor_types(declared):
        yield from (t.name for t in kind.tokens or () if t.kind is TokenKind.NAME and not t.variadic)
