"""The vocabulary of probes: what the interpreter may pass to an operation, and what comes back.

An int is always a Dim, a float always a Real, so that `True`, `1` and `1.0` never meet as equal keys of a memo.
Everything here is immutable and hashable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

from shapecoach.shapes.axis import Run
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value nothing is known about, and nothing follows from."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Real:
    """A float; `value` is None where only the type is known."""

    value: float | None = None


@dataclass(frozen=True, slots=True)
class SomeBool:
    """A bool that may be either."""


@dataclass(frozen=True, slots=True)
class Slice:
    start: Value
    stop: Value
    step: Value


@dataclass(frozen=True, slots=True)
class Seq:
    """A tuple or list of known length.  `names` are the fields of a named tuple.

    It `is_promised` where its length is only what an annotation says that nothing checks, as `tuple[Tensor, Tensor]`.
    """

    items: tuple[Value, ...]
    is_list: bool = False
    names: tuple[str, ...] = ()
    is_promised: bool = False


@dataclass(frozen=True, slots=True)
class Sizes:
    """A tuple of sizes in which a run stands for any number of them, as in `x.shape` where x is `(*batch, d)`.

    In a probe's arguments, written out as `x.view(*x.shape[:-1], 2, -1)`, the run stands among them by itself.
    """

    parts: tuple[Value, ...]

    @staticmethod
    def of(parts: tuple[Value, ...]) -> Sizes | Seq:
        """The tuple of these sizes: one of known length where there is no run among them."""
        return Sizes(parts) if any(isinstance(part, Run) for part in parts) else Seq(parts)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list or other iterable of as many items as `length` says, a Dim if it is known at all, all like `item`."""

    item: Value
    length: Value = None


@dataclass(frozen=True, slots=True)
class Module:
    """A library module as it was built: `torch.nn.Linear(d, h)` without its weights."""

    path: str
    args: tuple[Value, ...] = ()
    kwargs: tuple[tuple[str, Value], ...] = ()


Value: TypeAlias = Any
"""Tensor | Dim | Real | Seq | Sizes | Listing | Slice | Module | bool | SomeBool | str | None | Ellipsis |
a torch constant | UNKNOWN.

`Any`, because the interpreter adds values of its own (functions, classes, instances) that no probe ever sees.
"""


def walk(value: Value) -> Iterator[Value]:
    """The value and everything inside it."""
    waiting: list[Value] = [value]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(_inside(part)))


def _inside(value: Value) -> Sequence[Value]:
    match value:
        case Dim() | Tensor():  # nearly all are
            return ()
        case Seq(items=items) | Sizes(parts=items):
            return items
        case Listing(item=item):
            return (item,)
        case Slice(start=start, stop=stop, step=step):
            return start, stop, step
        case Module(args=args, kwargs=kwargs):
            return *args, *(item for _, item in kwargs)
        case tuple():
            parts: tuple[Value, ...] = value  # pyright: ignore[reportUnknownVariableType]
            return parts
        case _:
            return ()


def symbols_of(value: Value) -> frozenset[Symbol]:
    found: set[Symbol] = set()
    for part in walk(value):
        if isinstance(part, Dim):
            found |= part.symbols()
        elif isinstance(part, Tensor) and part.shape is not None:
            found |= part.shape.symbols()
    return frozenset(found)


def tensors_of(value: Value) -> list[Tensor]:
    return [part for part in walk(value) if isinstance(part, Tensor)]


def dims_of(value: Value) -> list[Dim]:
    """The ints among the arguments, axis sizes not included."""
    return [part for part in walk(value) if isinstance(part, Dim)]


def map_value(value: Value, change: Callable[[Value], Value]) -> Value:
    """The value with `change` applied to its leaves."""
    match value:
        case Dim() | Tensor():  # nearly all are
            return change(value)
        case Seq():
            return replace(value, items=tuple(map_value(item, change) for item in value.items))
        case Sizes(parts=parts):
            return Sizes(tuple(map_value(part, change) for part in parts))
        case Slice() | Module() | Listing():
            assert is_dataclass(value)
            return type(value)(*(map_value(getattr(value, field.name), change) for field in fields(value)))
        case tuple():
            parts: tuple[Value, ...] = value  # pyright: ignore[reportUnknownVariableType]
            return tuple(map_value(part, change) for part in parts)
        case _:
            return change(value)


def substitute(value: Value, replacements: Mapping[Symbol, Dim]) -> Value:
    """The value with symbols replaced in every tensor and int of it."""
    if not replacements:
        return value

    def change(leaf: Value) -> Value:
        return leaf.substitute(replacements) if isinstance(leaf, Dim | Tensor) else leaf

    return map_value(value, change)
