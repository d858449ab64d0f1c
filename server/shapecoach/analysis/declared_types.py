"""Types, as annotations say them."""

from __future__ import annotations

from dataclasses import dataclass

from shapecoach.probe.arguments import Value
from shapecoach.shapes.annotation import Token
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Framework


@dataclass(frozen=True, slots=True)
class TensorType:
    """`Float[Tensor, "batch seq"]`; tokens is None for a bare `Tensor`."""

    dtype: DType
    tokens: tuple[Token, ...] | None
    framework: Framework = Framework.TORCH


@dataclass(frozen=True, slots=True)
class PlainType:
    """int, float, bool, str, None: `name` says which."""

    name: str


@dataclass(frozen=True, slots=True)
class TupleType:
    items: tuple[Value, ...]

    @property
    def weight(self) -> int:
        """How many types it is made of."""
        return sum(item.weight if isinstance(item, TupleType) else 1 for item in self.items)


@dataclass(frozen=True, slots=True)
class ListType:
    item: Value


@dataclass(frozen=True, slots=True)
class DictType:
    """A dict's type, by the type of its values."""

    item: Value


@dataclass(frozen=True, slots=True)
class OptionalType:
    inner: Value


@dataclass(frozen=True, slots=True)
class UnionType:
    """One of several types, None not among them."""

    sides: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CallableType:
    """`Callable[[A, B], R]`; `parameters` is None for `Callable[..., R]`."""

    parameters: tuple[Value, ...] | None
    result: Value


TYPES = (TensorType, PlainType, TupleType, ListType, DictType, OptionalType, UnionType, CallableType)
