"""Annotations: what type they declare, what value a parameter of it has, and whether a value conforms."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from shapecoach.analysis.frameworks import GENERATORS, TENSOR_CLASSES
from shapecoach.analysis.model import Range, Severity
from shapecoach.analysis.values import (
    Class,
    Instance,
    Library,
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
from shapecoach.shapes import dtype as dtypes
from shapecoach.shapes.annotation import AnnotationError, Token, TokenKind, parse
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import ANY, Tensor

_PLAIN = frozenset({"int", "float", "bool", "str"})
_LISTS = frozenset({"list", "List", "Sequence", "Iterable", "Iterator", "Generator", "Collection", "set", "frozenset"})


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
        for part in ast.walk(inner):
            ast.copy_location(part, node)  # whatever is wrong in it is told at the string
        return read_type(walk, inner)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [read_type(walk, node.left), read_type(walk, node.right)]
        return _union(sides)
    if isinstance(node, ast.Subscript):
        return _subscripted(walk, node)
    with walk.silently():
        value = evaluate(walk, node)
    return _from_value(value)


def _from_value(value: Value) -> Value:
    match value:
        case TensorType() | PlainType() | TupleType() | ListType() | OptionalType() | Class():
            return value
        case Library(path=path) if path in GENERATORS:
            return Library(GENERATORS[path])
        case Library(path=path) if path in TENSOR_CLASSES:
            return TensorType(ANY, None, TENSOR_CLASSES[path])
        case Library(path=path) if path.startswith("builtins.") and path[9:] in _PLAIN:
            return PlainType(path[9:])
        case _:
            return UNKNOWN


def _subscripted(walk: Walk, node: ast.Subscript) -> Value:
    from shapecoach.analysis.expressions import evaluate

    with walk.silently():
        base = evaluate(walk, node.value)
    if not isinstance(base, Library):
        return UNKNOWN
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if base.path.startswith("jaxtyping."):
        return tensor_type(walk, base.name, items)
    match base.name:
        case "Optional":
            return OptionalType(read_type(walk, items[0]))
        case "Union":
            return _union([read_type(walk, item) for item in items])
        case "tuple" | "Tuple":
            if len(items) == 2 and isinstance(items[1], ast.Constant) and items[1].value is ...:
                return ListType(read_type(walk, items[0]))
            return TupleType(tuple(read_type(walk, item) for item in items))
        case name if name in _LISTS:
            return ListType(read_type(walk, items[0]))
        case "Annotated" | "Final" | "ClassVar":
            return read_type(walk, items[0])
        case "NDArray" | "ndarray":  # what it is subscripted with says no shape
            return _from_value(base)
        case _:
            return UNKNOWN


def _union(sides: list[Value]) -> Value:
    some = [side for side in sides if side != PlainType("None")]
    if len(some) == 1 and len(sides) == 2:
        return OptionalType(some[0])
    return UNKNOWN


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
        place = walk.source.range_in_string(text, error.start, error.end)
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


# -- what a parameter is at entry -------------------------------------------------------------------


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
            return Seq(tuple(value_of(walk, item, f"{name}_{index}", node) for index, item in enumerate(items)))
        case ListType(item=item):
            return Listing(value_of(walk, item, name, node))
        case OptionalType(inner=inner):
            return MaybeNone(value_of(walk, inner, name, node))
        case Library():  # a random generator
            return declared
        case Class():
            from shapecoach.analysis.classes import typical_instance

            return typical_instance(walk, declared)
        case _:
            return UNKNOWN


def shape_of(walk: Walk, declared: TensorType, name: str, node: ast.AST) -> Shape:
    """The shape a declaration stands for; axis names that are new here become rigid sizes."""
    axes: list[Axis | Run] = []
    for token in declared.tokens or ():
        axes.append(axis_of(walk, token, name, node))
    return Shape(tuple(axes))


def axis_of(walk: Walk, token: Token, name: str, node: ast.AST) -> Axis | Run:
    if token.variadic:
        return Run(token.name, walk.scope if token.name else f"{walk.scope}:{name}:{token.start}")
    if token.broadcastable or token.kind is TokenKind.ANONYMOUS:
        return Axis(fresh_size())
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
    return Axis(dim if dim is not None else fresh_size())


def token_range(walk: Walk, node: ast.AST, token: Token) -> Range:
    """Where one axis of an annotation stands."""
    for part in ast.walk(node):
        text = part.value if isinstance(part, ast.Constant) else None
        if isinstance(part, ast.Constant) and isinstance(text, str) and text[token.start : token.end] == token.text:
            return walk.source.range_in_string(part, token.start, token.end)
    return walk.source.range(node)


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
            from shapecoach.analysis.expressions import as_dim

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


def arithmetic(operator: ast.operator, left: Dim, right: Dim) -> Dim | None:
    """Integer arithmetic on sizes; None where the result is no size."""
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


def instance_axis_names(walk: Walk, instance: Instance | None) -> None:
    """Let `d_model` in a method's annotations be the same size as the int `self.d_model`.

    The axis is rigid inside the method; the attribute, which is open, gives way to it.
    """
    if instance is None:
        return
    for name, value in list(instance.attributes.items()):
        from shapecoach.analysis.expressions import as_dim

        dim = as_dim(value)
        if dim is None or name not in walk.axis_names:
            continue
        rigid = walk.axis_names[name]
        if dim.symbol is not None and dim.symbol.kind is Kind.OPEN:
            walk.bindings = walk.bindings.join({dim.symbol: rigid})
        elif rigid.symbol is not None and rigid.symbol not in dim.symbols():
            walk.bindings = walk.bindings.join({rigid.symbol: walk.bindings.resolve(dim)})
            walk.spellings[dim] = name


def check_expressions(walk: Walk, annotations: Sequence[ast.expr | None]) -> None:
    """Tell of expressions (`2*d`) over names that are no axis of the signature: jaxtyping can't work them out."""
    strings = [string for annotation in annotations if annotation for string in _shape_strings(walk, annotation)]
    tokens = [(string, token) for string in strings for token in _tokens(str(string.value))]
    bound = {token.name for _, token in tokens if token.kind is TokenKind.NAME}
    for string, token in tokens:
        if token.expression is None:
            continue
        unbound = sorted(_axis_names_in(token.expression) - bound)
        if unbound:
            names = " and ".join(f"`{name}`" for name in unbound)
            message = f"`{token.text}` is an expression, and no axis of this function is called {names}"
            if "-" in token.text:
                message += f"; for one name, write `{token.text.replace('-', '_')}`"
            place = walk.source.range_in_string(string, token.start, token.end)
            walk.finding("annotation-syntax", Severity.WARNING, place, message)


def _shape_strings(walk: Walk, annotation: ast.expr) -> Iterator[ast.Constant]:
    """The strings of an annotation that jaxtyping reads, `Literal["a-b"]` and the like left out."""
    from shapecoach.analysis.expressions import evaluate

    for part in ast.walk(annotation):
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
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript):
            inner |= {name.id for name in ast.walk(part) if isinstance(name, ast.Name)}
        elif isinstance(part, ast.Call):
            inner |= {name.id for name in ast.walk(part.func) if isinstance(name, ast.Name)}
        elif isinstance(part, ast.Name):
            outer.add(part.id)
    return outer - inner
