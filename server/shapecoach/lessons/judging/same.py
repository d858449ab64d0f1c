"""When two answers are the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Yielded:
    """What a generator gave, one after the other.  `lazy` is False where it was a finished list all along."""

    items: list[Any]
    lazy: bool = field(default=True, compare=False)

    def __repr__(self) -> str:
        return f"a generator of {self.items!r}"


def same(one: Any, other: Any) -> bool:
    """Whether `one` will do for `other`: shape and dtype exactly, floats up to rounding, NaN equal to NaN.

    A torch.Size is a tuple, and an int will do for a float, though not the other way round.
    """
    if one is other:
        return True
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return one.shape == other.shape and one.dtype == other.dtype and close(one, other)
    one = _allowed_for(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=1e-4, abs_tol=1e-5) or (math.isnan(one) and math.isnan(other))
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))  # pyright: ignore
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(part, other[key]) for key, part in one.items())  # pyright: ignore
    if isinstance(one, Yielded):
        return same(one.items, other.items)
    if isinstance(one, torch.Generator):
        return torch.equal(one.get_state(), other.get_state())
    if isinstance(one, torch.nn.Module):
        return one.training == other.training and same(dict(one.state_dict()), dict(other.state_dict()))
    try:
        if type(one).__eq__ is object.__eq__ and hasattr(one, "__dict__") and not callable(one):
            return same(vars(one), vars(other))
        return bool(one == other)
    except (TypeError, ValueError, RuntimeError):  # arrays won't say yes or no; objects may hold themselves
        return False


def _allowed_for(one: Any, other: Any) -> Any:
    if isinstance(one, torch.Size):
        return tuple(one)
    return float(one) if type(one) is int and type(other) is float else one


def close(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors of one shape hold the same values, in any dtype of the same class."""
    if dtype_class(one) != dtype_class(other) or one.device != other.device or one.layout != other.layout:
        return False
    if one.device.type == "meta":
        return True
    if one.layout != torch.strided:
        return close(one.to_dense(), other.to_dense())
    return torch.allclose(one.to(other.dtype), other, rtol=1e-4, atol=1e-5, equal_nan=True)


def dtype_class(tensor: Tensor) -> str:
    if tensor.dtype == torch.bool:
        return "bool"
    if tensor.is_floating_point():
        return "float"
    return "complex" if tensor.is_complex() else "integer"
