"""Annotations: what type they declare."""

from __future__ import annotations

import ast

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
from shapecoach.analysis.frameworks import GENERATORS, TENSOR_CLASSES
from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Severity
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import DECLARED, Class, Library, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Unknown
from shapecoach.shapes import dtype as dtypes
from shapecoach.shapes.annotation import AnnotationError, parse
from shapecoach.shapes.tensor import ANY

MOST_PARTS = 200  # of a tuple's type, those of its parts included
_PLAIN = frozenset({"int", "float", "bool", "str"})
_LISTS = frozenset({"list", "List", "Sequence", "Iterable", "Iterator", "Generator", "Collection", "set", "frozenset",
                    "MutableSequence", "Set"})  # fmt: skip
_DICTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"})


def read_type(walk: Walk, node: ast.expr | None) -> Value:
    """The type an annotation declares; UNKNOWN where it is none that is understood."""
    from shapecoach.analysis.expressions import evaluate

    if node is None:
        return UNKNOWN
    if isinstance(node, ast.Constant) and node.value is None:
        return PlainType("None")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError):
            return UNKNOWN
        for part in nodes(inner):
            ast.copy_location(part, node)  # whatever is wrong in it is told at the string
        return read_type(walk, inner)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return union(read_type(walk, node.left), read_type(walk, node.right))
    if isinstance(node, ast.Subscript):
        return _subscripted(walk, node)
    with walk.silently():
        value = evaluate(walk, node)
    return _from_value(value)


def _from_value(value: Value) -> Value:
    match value:
        case Library(path=path) if path in GENERATORS:
            return Library(GENERATORS[path])
        case Library(path=path) if path in TENSOR_CLASSES:
            return TensorType(ANY, None, TENSOR_CLASSES[path])
        case Library(path=path) if path.startswith("builtins.") and path[9:] in _PLAIN:
            return PlainType(path[9:])
        case _:
            return value if isinstance(value, DECLARED) else UNKNOWN


def _subscripted(walk: Walk, node: ast.Subscript) -> Value:
    from shapecoach.analysis.expressions import evaluate

    with walk.silently():
        base = evaluate(walk, node.value)
    if isinstance(base, Class):  # generic in something that isn't followed
        return base
    if not isinstance(base, Library):
        return UNKNOWN
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if base.path.startswith("jaxtyping."):
        return tensor_type(walk, base.name, items)
    match base.name, items:
        case "Optional", [item]:
            return union(read_type(walk, item), PlainType("None"))
        case "Union", _:
            return union(*(read_type(walk, item) for item in items))
        case "tuple" | "Tuple", [item, ast.Constant(value=value)] if value is ...:
            return ListType(read_type(walk, item))
        case "tuple" | "Tuple", [item] if _says_no_shape(one := read_type(walk, item)):
            return ListType(one)  # `Tuple[int]` and `Tuple[Tensor]` are written where any number of them is meant
        case "tuple" | "Tuple", _:
            made = TupleType(tuple(read_type(walk, item) for item in items))
            return made if made.weight <= MOST_PARTS else UNKNOWN
        case name, [item, *_] if name in _LISTS:
            return ListType(read_type(walk, item))
        case name, [_, item] if name in _DICTS:
            return DictType(read_type(walk, item))
        case "Callable", [ast.List(elts=parameters), result]:
            return CallableType(tuple(read_type(walk, item) for item in parameters), read_type(walk, result))
        case "Callable", [ast.Constant(), result]:
            return CallableType(None, read_type(walk, result))
        case "Annotated" | "Final" | "ClassVar", [item, *_]:
            return read_type(walk, item)
        case "NDArray" | "ndarray", _:  # what it is subscripted with says no shape
            return _from_value(base)
        case _:
            return UNKNOWN


def _says_no_shape(kind: Value) -> bool:
    return isinstance(kind, PlainType | Unknown) or (isinstance(kind, TensorType) and kind.tokens is None)


def union(*sides: Value) -> Value:
    """One of several types, unions among them taken apart; unknown where one of them is."""
    flat: list[Value] = []
    for side in sides:
        match side:
            case UnionType(sides=inner):
                flat += inner
            case OptionalType(inner=UnionType(sides=inner)):
                flat += [*inner, PlainType("None")]
            case OptionalType(inner=inner):
                flat += [inner, PlainType("None")]
            case _:
                flat.append(side)
    if any(isinstance(side, Unknown) for side in flat):
        return UNKNOWN
    some = tuple(dict.fromkeys(side for side in flat if side != PlainType("None")))
    if not some:
        return PlainType("None")
    either = some[0] if len(some) == 1 else UnionType(some)
    return OptionalType(either) if PlainType("None") in flat else either


def tensor_type(walk: Walk, name: str, items: list[ast.expr]) -> Value:
    """`Float[Tensor, "batch seq"]`: checks the string, and tells what jaxtyping would refuse."""
    from shapecoach.analysis.expressions import evaluate

    dtype = dtypes.from_jaxtyping(name)
    if dtype is None or len(items) != 2:
        return UNKNOWN
    text = items[1]
    if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        return UNKNOWN
    try:
        tokens = parse(text.value)
    except AnnotationError as error:
        place = range_in_string(walk.source, text, error.start, error.end)
        walk.finding("annotation-syntax", Severity.ERROR, place, f'"{text.value}" is not a shape: {error.message}')
        return TensorType(dtype, None)
    with walk.silently():
        array = evaluate(walk, items[0])
    match array:
        case TensorType(tokens=None):  # Float[NDArray[np.float32], "batch"]
            return TensorType(dtype, tokens, array.framework)
        case TensorType(tokens=inner):  # Float[Image, "batch"]
            return TensorType(array.dtype, tokens + (inner or ()), array.framework)
        case Library(path="typing.Any"):
            return TensorType(dtype, tokens)
        case Library(path=path) if path in TENSOR_CLASSES:
            return TensorType(dtype, tokens, TENSOR_CLASSES[path])
        case _:
            return UNKNOWN
