"""Shapes that a program tells by the way it goes on: `b, s, d = x.shape`, `assert x.ndim == 2`, `x.shape == (n, 3)`.

No size is found wrong because of what is learned so: the sizes are open and have no name, but are shown by that of the
variable that holds them.
"""

from __future__ import annotations

import ast

from shapecoach.analysis.values import Guess, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Seq, Sizes, Unknown
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

MOST_AXES = 16


def unpacked(walk: Walk, target: ast.expr, node: ast.expr) -> Value | None:
    """The sizes in `b, s, d = x.shape` where nothing is known of x yet: from here on it has three axes."""
    name = _whose_shape(node)
    if not isinstance(target, ast.Tuple | ast.List) or len(target.elts) > MOST_AXES:
        return None
    if name is None:
        return _some_sizes(walk, target, node)
    starred = sum(isinstance(part, ast.Starred) for part in target.elts)
    if starred > 1:
        return None
    shape = Shape(
        tuple(
            Run("", place_of(walk, part)) if isinstance(part, ast.Starred) else Axis(_size(walk, part))
            for part in target.elts
        )
    )
    if not learn(walk, name, shape):
        return None
    return Sizes.of(tuple(axis.dim if isinstance(axis, Axis) else axis for axis in shape.axes))


def _some_sizes(walk: Walk, target: ast.Tuple | ast.List, node: ast.expr) -> Value | None:
    """The sizes in `b, s = x.shape[:2]` where nothing is known of x: how many axes it has isn't said."""
    number = str(len(target.elts))
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice) or _whose_shape(node.value) is None:
        return None
    if ast.unparse(node.slice) not in (f":{number}", f"-{number}:"):
        return None
    return Seq(tuple(_size(walk, part) for part in target.elts))


def equal(walk: Walk, node: ast.expr, other: Value) -> None:
    """Let the walk know that `x.ndim`, `x.dim()`, `len(x.shape)` or `x.shape` is equal to a value."""
    name = _whose_shape(node)
    if name is not None:
        if isinstance(other, Seq) and all(isinstance(item, Dim) for item in other.items):
            learn(walk, name, Shape(tuple(Axis(item) for item in other.items)))
        return
    name = _whose_rank(node)
    if name is not None and isinstance(other, Dim) and other.constant is not None and 0 <= other.constant <= MOST_AXES:
        sizes = (Symbol(f"?{index}", Kind.OPEN, place_of(walk, node)) for index in range(other.constant))
        learn(walk, name, Shape(tuple(Axis(Dim.of(symbol)) for symbol in sizes)))


def _whose_shape(node: ast.expr) -> ast.Name | None:
    """x, of `x.shape` or `x.size()`."""
    match node:
        case ast.Attribute(value=ast.Name() as name, attr="shape"):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr="size"), args=[], keywords=[]):
            return name
        case _:
            return None


def _whose_rank(node: ast.expr) -> ast.Name | None:
    """x, of `x.ndim`, `x.dim()` or `len(x.shape)`."""
    match node:
        case ast.Attribute(value=ast.Name() as name, attr="ndim"):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr="dim" | "ndimension"), args=[], keywords=[]):
            return name
        case ast.Call(func=ast.Name(id="len"), args=[shape], keywords=[]):
            return _whose_shape(shape)
        case _:
            return None


def _size(walk: Walk, target: ast.expr) -> Dim:
    """A size under the name of the variable that gets it."""
    name = target.id if isinstance(target, ast.Name) else ""
    return Dim.of(Symbol(f"?{name}", Kind.OPEN, place_of(walk, target)))


def place_of(walk: Walk, node: ast.expr) -> str:
    """The same each time that a loop comes by, another in each call."""
    return f"{walk.number}:{node.lineno}:{node.col_offset}"


def learn(walk: Walk, name: ast.Name, shape: Shape) -> bool:
    """Let a name's tensor be of this shape, if nothing was known of it but that it may be a tensor."""
    held = walk.env.get(name.id)
    if isinstance(held, Tensor) and held.shape is None:
        learned = held.with_shape(shape)
    elif isinstance(held, Unknown | Guess) and take_for_tensor(walk, shape):
        learned = Tensor(shape)
    else:
        return False
    aliases = [other for other, value in walk.env.items() if value is held]
    for alias in [name.id] if isinstance(held, Unknown) else aliases:
        walk.env[alias] = learned
    return True


def take_for_tensor(walk: Walk, shape: Shape) -> bool:
    """Whether to take what looks like a tensor for one: without findings about it, where it may be none."""
    if walk.is_in_module:
        return True
    if not walk.module.has_torch_alone:
        return False
    walk.presumed |= shape.symbols()
    walk.hushed += 1  # for the rest of the statement
    return True
