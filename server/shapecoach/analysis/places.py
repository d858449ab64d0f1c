"""Tensors of places: whole numbers from 0 on, of which it is known what they never reach (`torch.randint(n, (b,))`)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import Seq
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor


def with_places(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], value: Value) -> Value:
    """A new tensor, with what its numbers never reach."""
    match path, (*args, *(part for name, part in kwargs.items() if name in ("low", "high", "size"))):
        case ("torch.randint", (Dim() as high, Seq())) | ("torch.randperm" | "torch.arange", (Dim() as high,)):
            return replace(value, below=high) if isinstance(value, Tensor) else value
        case ("torch.randint", (Dim() as low, Dim() as high, Seq())) if low.is_never_negative:
            return replace(value, below=high) if isinstance(value, Tensor) else value
        case _:
            return value


class Places:
    """The numbers in tensors that a slice has as bounds: the same text is the same number."""

    def __init__(self, evaluate: Callable[[ast.expr], Value]) -> None:
        self._evaluate = evaluate
        self._numbers: dict[str, Dim] = {}

    def bound(self, node: ast.expr, value: Value) -> Value:
        """A bound as a dim, if a tensor is part of it: `i + n` is as far beyond `i` as n says."""
        match value, node:
            case Tensor(), ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                first, second = (self.bound(part, self._evaluate(part)) for part in (left, right))
                if not isinstance(first, Dim) or not isinstance(second, Dim):
                    return value
                return first + second if isinstance(op, ast.Add) else first - second
            case Tensor(), _ if value.dtype.family == "int" and value.shape is not None and value.shape.rank == 0:
                return self._numbers.setdefault(ast.dump(node), fresh_dim(below=value.below))
            case _:
                return value
