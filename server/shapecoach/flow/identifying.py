"""Which axis of an operation's result is which axis of its operands.

What is the same has a key in common (`same_axes`); here it is given the sizes that a reader knows it by.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from shapecoach.axes.patterns import axes_in, form_of
from shapecoach.flow.known import Dims, Known
from shapecoach.flow.moves import Axis, Move, Piece, Strip, factors
from shapecoach.flow.operations import Operation, shortened
from shapecoach.flow.same_axes import Identified, Keys, Seen, by_pattern, same_axes
from shapecoach.shapes.tensor import Framework

LONGEST_NAME = 22


def move_of(operation: Operation, known: Known) -> Move | None:
    """What an operation does to the axes of its tensors; None where that isn't known for sure."""
    facts = [known.fact(operand) for operand in operation.operands]
    fact = known.fact(operation.node)
    if fact is None or fact.dims is None or any(one is None or one.dims is None for one in facts):
        return None
    dims = tuple(one.dims for one in facts if one is not None and one.dims is not None)
    names = [shortened(known.source.segment(operand), LONGEST_NAME) for operand in operation.operands]
    seen = Seen(operation, dims, fact.dims, fact.framework is Framework.NUMPY)
    pattern = known.pattern(operation.node)
    if pattern is not None:
        form = form_of(pattern.path)
        given = by_pattern(seen, axes_in(pattern.pattern, form is not None and form.is_equation))
    else:
        given = same_axes(seen)
    if given is None:
        return None
    keys, of_result = given
    if [len(one) for one in (*keys, of_result)] != [len(one) for one in (*dims, fact.dims)]:
        return None
    keys, of_result = _in_factors([*zip(dims, keys, strict=True)], (fact.dims, of_result))
    labels = _labels([*zip(dims, keys, strict=True), (fact.dims, of_result)])
    return Move(
        operation.label,
        tuple(_strip(name, *each, labels) for name, each in zip(names, zip(dims, keys, strict=True), strict=True)),
        _strip("", fact.dims, of_result, labels),
        _SIGNS.get(_reduction(seen), "Σ"),
    )


def _reduction(seen: Seen) -> str:
    """The name of what is done along an axis that goes away."""
    if seen.operation.name != "reduce":
        return seen.operation.name
    given = seen.argument("reduction") or (seen.arguments[1] if len(seen.arguments) > 1 else None)
    return str(given.value) if isinstance(given, ast.Constant) else ""


_SIGNS = {"prod": "Π", "amax": "max", "amin": "min", "logsumexp": "lse"} | {
    name: name for name in "mean max min any all var std norm argmax argmin median".split()
}


# -- from keys to strips ----------------------------------------------------------------------------


def _in_factors(operands: Sequence[tuple[Dims, Keys]], result: tuple[Dims, Keys]) -> Identified:
    """The keys, where an axis that stays whole is a product in all tensors: one for each factor."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for dims, keys in (*operands, result):
        for dim, of_axis in zip(dims, keys, strict=True):
            for key in of_axis:
                seen.setdefault(key, set()).add(factors(dim) if len(of_axis) == 1 else ())
    kept = {key for _, keys in operands for of_axis in keys for key in of_axis} & {key for (key, *_) in result[1]}
    parts = {key: next(iter(seen[key])) for key in kept if len(seen[key]) == 1}

    def taken_apart(keys: Keys) -> Keys:
        return tuple(
            tuple(f"{key}/{number}" for key in of_axis for number in range(len(parts[key])))
            if len(of_axis) == 1 and len(parts.get(of_axis[0], ())) > 1
            else of_axis
            for of_axis in keys
        )

    return tuple(taken_apart(keys) for _, keys in operands), taken_apart(result[1])


def _labels(tensors: Sequence[tuple[Dims, Keys]]) -> Mapping[str, str]:
    """The size of each key, where it is an axis by itself or its axis has as many factors as keys."""
    found: dict[str, str] = {}
    for dims, keys in tensors:
        for dim, of_axis in zip(dims, keys, strict=True):
            if len(of_axis) == 1 and dim not in ("?", "1"):
                found.setdefault(of_axis[0], dim)
    for dims, keys in tensors:
        for dim, of_axis in zip(dims, keys, strict=True):
            parts = factors(dim)
            if len(parts) == len(of_axis) > 1:
                for key, part in zip(of_axis, parts, strict=True):
                    found.setdefault(key, part)
    return found


def _strip(name: str, dims: Dims, keys: Keys, labels: Mapping[str, str]) -> Strip:
    return Strip(name, tuple(_axis(dim, of_axis, labels) for dim, of_axis in zip(dims, keys, strict=True)))


def _axis(dim: str, keys: tuple[str, ...], labels: Mapping[str, str]) -> Axis:
    parts = factors(dim)
    if len(keys) == 1:
        return Axis(dim, (Piece(keys[0] if dim == "?" and keys[0].isidentifier() else dim, keys),))
    if len(parts) == len(keys):
        return Axis(dim, tuple(Piece(part, (key,)) for part, key in zip(parts, keys, strict=True)))
    if len(parts) == 1 and all(key in labels or key.isidentifier() for key in keys):
        return Axis(dim, tuple(Piece(labels.get(key, key), (key,)) for key in keys))
    return Axis(dim, (Piece(dim, keys),))
