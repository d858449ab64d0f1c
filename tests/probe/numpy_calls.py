"""Calls of NumPy, written as text: asked of the probe with symbols for sizes, and made with real arrays."""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from typing import Any

import einops
import numpy

from shapecoach.probe import Outcome, probe
from shapecoach.probe.arguments import Real, Seq, Slice, Value
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework, Tensor

SIZES = {name: Dim.of(Symbol(name)) for name in "b n m d h k".split()}

ARRAYS = {
    **{name: (axes, "float64") for name, axes in {
        "x": "n d", "y": "m d", "v": "n", "f": "d", "r": "n 1", "w": "d h", "x_t": "d n", "w_t": "h d", "t": "b n d",
        "t3": "b d h", "u": "b m d", "g": "n n", "tg": "b n n", "dd": "d d", "s1": "n 1 d", "x3": "n 3", "x4": "n 4",
        "three": "3", "q01": "k", "spd": "n n",
    }.items()},
    **{name: (axes, "int64") for name, axes in {
        "i": "n", "i0": "n", "i01": "n", "idx": "n k", "three_i": "3",
    }.items()},
    "mask": ("n", "bool"), "m2": ("n d", "bool"), "c": ("n", "complex128"),
}  # fmt: skip
"""The arrays that calls speak of: the axes of each, and its element type."""


def array_of(axes: str, dtype: str) -> Tensor:
    dims = (Dim.of(int(axis)) if axis.isdecimal() else SIZES[axis] for axis in axes.split())
    return Tensor(Shape.of(*dims), DType(dtype), Framework.NUMPY)


SYMBOLIC: dict[str, Value] = {**SIZES, **{name: array_of(*kind) for name, kind in ARRAYS.items()}}


def real_inputs(sizes: Mapping[str, int], seed: int) -> dict[str, Any]:
    """The same arrays with random elements; ints are small enough to be indices."""
    chance = numpy.random.default_rng(seed)
    made: dict[str, Any] = dict(sizes)
    for name, (axes, dtype) in ARRAYS.items():
        shape = tuple(int(axis) if axis.isdecimal() else sizes[axis] for axis in axes.split())
        match dtype:
            case "int64":
                made[name] = chance.integers(0, 2, shape)
            case "bool":
                made[name] = chance.random(shape) < 0.5
            case _:
                made[name] = chance.random(shape).astype(dtype)
    made["q01"].sort()
    for name in ("spd", "g", "tg", "dd"):
        made[name] = made[name] @ numpy.swapaxes(made[name], -1, -2) + numpy.eye(made[name].shape[-1])
    return made


def _parsed(text: str) -> tuple[str, list[ast.expr], list[ast.keyword]]:
    """The path, arguments and named arguments of a call; an index is its only argument."""
    node = ast.parse(text, mode="eval").body
    if isinstance(node, ast.Subscript):
        return ast.unparse(node.value), [node.slice], []
    assert isinstance(node, ast.Call)
    return ast.unparse(node.func), node.args, node.keywords


def asked(text: str) -> Outcome:
    """What the probe says of a call."""
    path, args, keywords = _parsed(text)
    return probe(path, [_symbolic(arg) for arg in args], {str(k.arg): _symbolic(k.value) for k in keywords})


def _symbolic(node: ast.expr) -> Value:
    match node:
        case ast.Name(id=name):
            return SYMBOLIC[name]
        case ast.Constant(value=bool() | str() | None as value):
            return value
        case ast.Constant(value=value) if value is ...:
            return value
        case ast.Constant(value=float() as value):
            return Real(value)
        case ast.Constant(value=int() as value):
            return Dim.of(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = _symbolic(operand)
            return Real(-value.value) if isinstance(value, Real) else -value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return Seq(tuple(map(_symbolic, items)), is_list=isinstance(node, ast.List))
        case ast.Call(func=ast.Name(id="slice"), args=args):
            parts = [_symbolic(arg) for arg in args]
            start, stop, step = [None, *parts, None] if len(parts) == 1 else [*parts, None][:3]
            return Slice(start, stop, step)
        case _:
            raise NotImplementedError(ast.unparse(node))


def made(text: str, inputs: Mapping[str, Any]) -> Any:
    """What the call really gives.  Raises whatever NumPy raises."""
    path, args, keywords = _parsed(text)
    values = [_evaluated(arg, inputs) for arg in args]
    named = {str(k.arg): _evaluated(k.value, inputs) for k in keywords}
    space, _, name = path.rpartition(".")
    if path in ("numpy.c_", "numpy.r_"):
        return getattr(numpy, name)[values[0]]
    if space == "numpy.random.Generator":
        return getattr(numpy.random.default_rng(0), name)(*values, **named)
    if space == "ndarray":
        found = getattr(values[0], name)
        return found(*values[1:], **named) if callable(found) else found
    roots = {"numpy": numpy, "einops": einops, "operator": operator}
    function: Any = roots[path.partition(".")[0]]
    for part in path.split(".")[1:]:
        function = getattr(function, part)
    return function(*values, **named)


def _evaluated(node: ast.expr, inputs: Mapping[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<call>", "eval"), {"slice": slice}, dict(inputs))


def leaves(result: Any) -> list[Any]:
    """The arrays and numbers of a result, in order."""
    if isinstance(result, tuple | list):
        return [leaf for item in result for leaf in leaves(item)]
    return [result]


def spelled(value: Value) -> str:
    """A symbolic result as the table writes it: `n d`, several arrays after one another, sizes by themselves."""
    if isinstance(value, Tensor):
        axes = value.shape.spelled() if value.shape is not None else ("...",)
        return "[" + " ".join(axis.replace(" ", "") for axis in axes) + "]"
    if isinstance(value, Seq):
        return " ".join(spelled(item) for item in value.items)
    return "?" if isinstance(value, Dim) and value.is_unknown else str(value)
