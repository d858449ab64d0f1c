"""Modules as they are built, and the parameters in them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

import torch

from shapecoach.analysis.values import Guess, Instance, Mapped, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Module, Unknown
from shapecoach.probe.arguments import walk as parts_of
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import ANY, Tensor

Kwargs = Mapping[str, Value]
Rule = Callable[[Walk, Sequence[Value], Kwargs, ast.expr], Value]


def _parameter(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    value = args[0] if args else kwargs.get("data", UNKNOWN)
    return value if isinstance(value, Tensor) else UNKNOWN


def _sequential(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    if len(args) == 1 and isinstance(args[0], Mapped):
        args = tuple(value for _, value in args[0].items)
    if any(isinstance(arg, Unknown) for arg in args):
        return UNKNOWN
    return Module("torch.nn.Sequential", tuple(args))


def _init(walk: Walk, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """torch.nn.init.*: fills a tensor in place and gives it back."""
    return args[0] if args and isinstance(args[0], Tensor) else UNKNOWN


DROPPING = frozenset("Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout".split())


def build_module(walk: Walk, path: str, args: Sequence[Value], kwargs: Kwargs, node: ast.expr) -> Value:
    """`nn.Linear(d, h)`: remembered as it was built, to be built again at every witness."""
    if path.rpartition(".")[2] in DROPPING:
        return Module(path)  # with which probability says nothing of shapes
    plain = [_size(arg) for arg in args]
    named = {name: _size(value) for name, value in kwargs.items() if name not in ("device", "dtype")}
    if any(isinstance(part, Unknown | Instance) for part in parts_of((tuple(plain), tuple(named.items())))):
        return UNKNOWN
    dtype = _asked_of_weights(kwargs.get("dtype"))
    if dtype is not None:
        named["dtype"] = dtype
    return Module(path, tuple(plain), tuple(sorted(named.items())))


def _asked_of_weights(value: Value) -> DType | None:
    """The element type that weights are asked to have, if it is none or may be none that a module has anyway."""
    if value is None:
        return None
    if not isinstance(value, torch.dtype):
        return ANY
    dtype = DType(str(value).removeprefix("torch."))
    return dtype if dtype.family != "float" else None


def _size(value: Value) -> Value:
    if isinstance(value, Guess):
        return value.dim
    if isinstance(value, MaybeNone):
        return _size(value.value)
    return value


RULES: dict[str, Rule] = {
    "torch.nn.Parameter": _parameter,
    "torch.nn.parameter.Parameter": _parameter,
    "torch.nn.Buffer": _parameter,
    "torch.nn.Sequential": _sequential,
    **{
        f"torch.nn.init.{name}": _init
        for name in "normal_ uniform_ zeros_ ones_ constant_ xavier_uniform_ xavier_normal_ kaiming_uniform_ "
        "kaiming_normal_ trunc_normal_ orthogonal_ eye_ dirac_ sparse_".split()
    },
}
