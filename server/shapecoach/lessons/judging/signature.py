"""A function's signature, as far as the jaxtyping annotations say what goes in and what comes out."""

from __future__ import annotations

import ast
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import GenericAlias
from typing import Any

import torch

from shapecoach.shapes.annotation import parse

_DTYPES = (("bool", "bool"), ("int64", "integer"), ("float32", "float"))


Plain = type[Any] | GenericAlias
# The annotations other than tensors for which inputs can be drawn.
PLAIN: tuple[Plain, ...] = (int, float, bool, list[int], list[float], torch.Generator)


@dataclass(frozen=True, slots=True)
class TensorType:
    """`axes` as they are written, braces aside: ("b", "n_heads", "s", "h*d").  `dtype` is a class of dtypes, or "".

    A run of axes, `...` or `*batch`, is one of `axes`.  Its size is how many axes it stands for.
    """

    axes: tuple[str, ...]
    dtype: str

    def spread(self, sizes: Mapping[str, int]) -> tuple[str, ...]:
        """The axes one by one: at `...` = 2, "... d" is ("...[0]", "...[1]", "d")."""
        return tuple(name for axis in self.axes for name in (run_axes(axis, sizes) if is_run(axis) else (axis,)))

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """The shape at these sizes.  Raises NameError for an axis without a size."""
        return tuple(evaluate(axis, sizes) for axis in self.spread(sizes))


@dataclass(frozen=True, slots=True)
class Parameter:
    """`type` is None where the annotation is neither a tensor nor in PLAIN: the exercise's question makes the value."""

    name: str
    type: TensorType | Plain | None

    @property
    def has_size(self) -> bool:
        """Whether a size goes by this parameter's name: an int is one, a list's is its length."""
        return self.type is int or typing.get_origin(self.type) is list


@dataclass(frozen=True, slots=True)
class Signature:
    """`results` are the tensors that come out, in order; None for a part that is no tensor."""

    parameters: tuple[Parameter, ...]
    results: tuple[TensorType | None, ...]

    @staticmethod
    def of(function: Callable[..., Any]) -> Signature:
        hints = typing.get_type_hints(function)
        result = hints.pop("return", None)
        parts = typing.get_args(result) if typing.get_origin(result) is tuple else (result,)
        return Signature(
            tuple(Parameter(name, _parameter_type(hint)) for name, hint in hints.items()),
            tuple(_tensor_type(part) for part in parts),
        )

    def tensors(self) -> Iterator[TensorType]:
        """Every tensor that goes in or comes out."""
        for tensor in (*(parameter.type for parameter in self.parameters), *self.results):
            if isinstance(tensor, TensorType):
                yield tensor

    def axes(self) -> Iterator[str]:
        """Every axis of every tensor, in the order in which they are written."""
        return (axis for tensor in self.tensors() for axis in tensor.axes)

    def runs(self) -> list[str]:
        """The runs of axes, `...` and `*batch`, each once."""
        return [axis for axis in dict.fromkeys(self.axes()) if is_run(axis)]

    def inputs(self, sizes: Mapping[str, int]) -> list[str]:
        """The names of what goes in, each once: axes of the tensors, and the parameters that are none."""
        names: dict[str, None] = {}
        for parameter in self.parameters:
            axes = parameter.type.spread(sizes) if isinstance(parameter.type, TensorType) else (parameter.name,)
            names |= dict.fromkeys(axes)
        return list(names)

    @property
    def takes_tensors(self) -> bool:
        return any(isinstance(parameter.type, TensorType) for parameter in self.parameters)


def is_run(axis: str) -> bool:
    """Whether an axis, as written, stands for any number of axes."""
    return axis == "..." or axis.startswith("*")


def run_axes(run: str, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """The names of a run's axes: `batch[0]` and `batch[1]` where `*batch` stands for two."""
    return tuple(f"{run.removeprefix('*')}[{place}]" for place in range(sizes[run]))


def names_in(expression: str) -> list[str]:
    """The names that an axis expression is made of, each once, as they come."""
    if is_run(expression):
        return [expression]
    names = (node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name))
    return list(dict.fromkeys(names))


def evaluate(expression: str, sizes: Mapping[str, int]) -> int:
    """The number an axis expression stands for.  Raises NameError where a name in it has no size."""
    if expression in sizes:
        return sizes[expression]
    # The expressions are the curriculum's own (`n_heads*d`), so Python may read them.
    return int(eval(expression, {"__builtins__": {}}, dict(sizes)))


def _parameter_type(hint: Any) -> TensorType | Plain | None:
    return hint if hint in PLAIN else _tensor_type(hint)


def _tensor_type(hint: Any) -> TensorType | None:
    text = getattr(hint, "dim_str", None)
    if not isinstance(text, str):
        return None
    return TensorType(tuple(re.sub(r"[{}]", "", token.text) for token in parse(text)), _dtype_class(hint.dtypes))


def _dtype_class(dtypes: object) -> str:
    """The class of dtypes that an annotation allows, "" where it is any."""
    if not isinstance(dtypes, tuple):  # jaxtyping.Shaped
        return ""
    classes = [name for example, name in _DTYPES if example in dtypes]
    return classes[0] if len(classes) == 1 else ""
