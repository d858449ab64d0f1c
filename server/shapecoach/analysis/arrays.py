"""NumPy where it isn't like PyTorch: attributes and methods of arrays, element types, random generators."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

from shapecoach.analysis.frameworks import GENERATORS, TYPES
from shapecoach.analysis.operations import operate
from shapecoach.analysis.values import Guess, Library, TensorMethod, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import ANY, Framework, Tensor

Kwargs = Mapping[str, Value]

INDEXED = frozenset({"numpy.c_", "numpy.r_", "numpy.mgrid", "numpy.ogrid"})
"""What makes an array of its index."""

_ARRAYS = frozenset({"T", "mT", "real", "imag"})
_GIVES_NOTHING = frozenset({"sort", "fill", "put", "partition", "setflags", "itemset"})
_NUMBERS = frozenset({"itemsize", "nbytes"})
_ATTRIBUTES = frozenset({"flat", "flags", "data", "ctypes", "base", "device", "at", "sharding", "weak_type"})


def attribute(walk: Walk, array: Tensor, name: str, node: ast.expr) -> Value:
    """`array.name`, but for those that all frameworks' tensors have."""
    shape = walk.bindings.resolve(array).shape
    if name == "size":
        return shape.numel() if shape is not None and shape.run is None else UNKNOWN
    if array.framework is Framework.JAX or name in _ATTRIBUTES:
        return UNKNOWN
    if name in _ARRAYS:
        return operate(walk, f"ndarray.{name}", (array,), {}, node, _receiver(node))
    if name == "dtype":
        return array.dtype if array.dtype.is_exact else UNKNOWN
    if name == "strides":
        return Seq(tuple(fresh_dim() for _ in shape.axes)) if shape is not None and shape.run is None else UNKNOWN
    return fresh_dim() if name in _NUMBERS else TensorMethod(array, name)


def is_number(value: Value) -> bool:
    """Whether it is what NumPy gives for an array without axes: a number, which no operation changes in place."""
    return isinstance(value, Tensor) and value.framework is not Framework.TORCH and value.shape == Shape(())


def _receiver(node: ast.expr) -> tuple[ast.expr, ...]:
    return (node.value,) if isinstance(node, ast.Attribute) else ()


def method(walk: Walk, called: TensorMethod, args: Sequence[Value], kwargs: Kwargs, node: ast.expr,
           operands: Sequence[ast.expr]) -> Value:  # fmt: skip
    """What calling a method of an array gives."""
    array, name = called.tensor, called.name
    if name == "astype":
        return array.with_dtype(_asked_dtype(args, kwargs))
    if name == "resize":
        forget_shape(walk, array)
        return None
    if name in _GIVES_NOTHING:
        return None
    return operate(walk, f"ndarray.{name}", (array, *args), kwargs, node, operands)


def forget_shape(walk: Walk, array: Tensor) -> None:
    """An array whose shape is changed in place: every name that it has now holds something of unknown shape."""
    for name, value in walk.env.items():
        if value is array:
            walk.env[name] = array.with_shape(None)


# -- element types ----------------------------------------------------------------------------------


def dtype_of(value: Value) -> DType | None:
    """The element type that a value names (`np.float32`, `float`, `"int64"`), or None."""
    match value:
        case DType():
            return value
        case Library(path=path):
            return TYPES.get(path)
        case str() if f"numpy.{value}" in TYPES:
            return TYPES[f"numpy.{value}"]
        case str() if f"builtins.{value}" in TYPES:
            return TYPES[f"builtins.{value}"]
        case _:
            return None


def _asked_dtype(args: Sequence[Value], kwargs: Kwargs) -> DType:
    return dtype_of(args[0] if args else kwargs.get("dtype")) or ANY


def _cast(dtype: DType) -> Callable[..., Value]:
    """`np.float32(x)`: an array of it, or a number."""

    def rule(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        match args:
            case [Tensor(framework=Framework.NUMPY) as array]:
                return array.with_dtype(dtype)
            case [Dim() | Guess() as size] if dtype.family in ("int", "uint"):
                return size
            case [Dim() | Guess() | Real()]:
                return Tensor(Shape(()), dtype, Framework.NUMPY)
            case _:
                return UNKNOWN

    return rule


# -- random generators ------------------------------------------------------------------------------


def _generator(path: str) -> Callable[..., Value]:
    def rule(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
        return Library(path)

    return rule


RULES: dict[str, Callable[..., Value]] = {
    "numpy.random.default_rng": _generator("numpy.random.Generator"),
    **{path: _generator(methods) for path, methods in GENERATORS.items()},
    **{path: _cast(dtype) for path, dtype in TYPES.items() if path.startswith("numpy.")},
}
