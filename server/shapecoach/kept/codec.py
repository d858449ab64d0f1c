"""Frozen dataclasses and named tuples as JSON and back.

What comes from a file is checked to be of the types that it should have.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def encoded(value: Any) -> Any:
    """The value as JSON has it: each is the list of its fields, without their names."""
    if isinstance(value, tuple):
        return [encoded(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if is_dataclass(value):
        return [encoded(getattr(value, field.name)) for field in fields(value)]
    return value


def decoded(kind: Any, data: Any) -> Any:
    """The value of type `kind` that was encoded as `data`.  Raises ValueError where it is none."""
    return _decoder(kind)(data)


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """The function that decodes a type: a plain one, an enum, a record, `tuple[X, ...]` or `X | None`."""
    if get_origin(kind) is tuple:
        item = _decoder(get_args(kind)[0])
        return lambda data: tuple(map(item, _checked(list, data)))
    if get_origin(kind) in (Union, types.UnionType):
        (some,) = (_decoder(part) for part in get_args(kind) if part is not type(None))
        return lambda data: None if data is None else some(data)
    if is_dataclass(kind) or issubclass(kind, tuple):
        return _record_decoder(kind)
    if issubclass(kind, StrEnum):
        return kind
    return lambda data: _checked(kind, data)


def _record_decoder(kind: Any) -> Callable[[Any], Any]:
    parts = [_decoder(hint) for hint in get_type_hints(kind).values()]

    def decode(data: Any) -> Any:
        values = zip(parts, _checked(list, data), strict=True)
        return kind(*(part(value) for part, value in values))

    return decode


def _checked(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise ValueError(f"{data!r} is not of type {kind.__name__}")
    return data
