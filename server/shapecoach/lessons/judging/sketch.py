"""Making the picture of an answer against the right one."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from shapecoach.lessons.judging.compare import axis_names
from shapecoach.lessons.judging.inputs import Inputs
from shapecoach.lessons.judging.same import close, dtype_class
from shapecoach.lessons.judging.signature import Signature
from shapecoach.lessons.picture import Number, Picture, Table

_LARGEST = 12  # rows and columns: of more, only a part is seen at a glance


def sketch(got: Any, wanted: Any, signature: Signature, inputs: Inputs) -> Picture | None:
    """The first slice in which an answer of the right shape differs; None where words will do."""
    several = isinstance(wanted, tuple) and isinstance(got, tuple)
    parts: list[tuple[Any, Any]] = list(zip(got, wanted, strict=False)) if several else [(got, wanted)]  # pyright: ignore
    results = signature.results if len(signature.results) == len(parts) else (None,) * len(parts)
    for (mine, theirs), result in zip(parts, results, strict=True):
        if not isinstance(mine, Tensor) or not isinstance(theirs, Tensor) or mine.shape != theirs.shape:
            return None
        if not close(mine, theirs):
            return _slice(mine, theirs, axis_names(theirs, result, inputs.sizes))
    return None


def _slice(mine: Tensor, right: Tensor, names: list[str]) -> Picture | None:
    if dtype_class(mine) != dtype_class(right) or right.is_complex() or right.is_meta:
        return None
    if (mine.device, mine.layout) != (right.device, right.layout):
        return None
    wrong = ~torch.isclose(mine.to(right.dtype), right, rtol=1e-4, atol=1e-5, equal_nan=True)
    if right.ndim == 0 or int(wrong.sum()) < 2:
        return None
    first = [int(index) for index in wrong.nonzero()[0]][:-2]
    at = ", ".join(f"{name}={index}" for name, index in zip(names, first, strict=False))
    yours, wanted = (_table(tensor[tuple(first)]) for tensor in (mine, right))
    whole = Picture(wanted, yours, names[-2] if right.ndim > 1 else "", names[-1], at)
    return whole.cropped(_LARGEST, _LARGEST)


def _table(tensor: Tensor) -> Table:
    rows = tensor if tensor.ndim == 2 else tensor[None]
    return tuple(tuple(_number(value) for value in row) for row in rows.detach())


def _number(value: Tensor) -> Number:
    number = value.item()
    return str(number) if isinstance(number, float) and not torch.isfinite(value) else number
