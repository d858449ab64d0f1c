"""Reductions as they are written: `x.mean(dim=-1, keepdim=True)`, `torch.sum(x, 1)`."""

from __future__ import annotations

import ast
from dataclasses import dataclass

_MODULES = frozenset({"torch", "np", "numpy", "F"})


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction of an expression along axes given as numbers."""

    name: str
    of: ast.expr
    axes: tuple[int, ...]
    keeps: bool

    def along(self, rank: int) -> frozenset[int]:
        """The axes it goes along, counted from 0, for a tensor of this many axes."""
        return frozenset(axis % rank for axis in self.axes) if rank else frozenset()


def reduction(node: ast.expr) -> Reduction | None:
    """The node as a reduction; None where it is none, or where its axes aren't written as numbers."""
    if isinstance(node, ast.Attribute) and node.attr == "values":
        node = node.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    plain = isinstance(node.func.value, ast.Name) and node.func.value.id in _MODULES
    given = node.args if plain else [node.func.value, *node.args]
    words = {keyword.arg: keyword.value for keyword in node.keywords}
    axes = words.get("dim", words.get("axis", given[1] if len(given) > 1 else None))
    numbers = _numbers(axes) if axes is not None else None
    if not given or numbers is None:
        return None
    keeps = words.get("keepdim", words.get("keepdims"))
    return Reduction(node.func.attr, given[0], numbers, isinstance(keeps, ast.Constant) and keeps.value is True)


def _numbers(node: ast.expr) -> tuple[int, ...] | None:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    numbers: tuple[object, ...] = tuple(value) if isinstance(value, tuple | list) else (value,)  # pyright: ignore
    whole = tuple(number for number in numbers if isinstance(number, int) and not isinstance(number, bool))
    return whole if len(whole) == len(numbers) else None
