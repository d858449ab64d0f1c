"""Steps that cut and merge axes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.hints.einops.journey import Call, Journey, known
from shapecoach.hints.einops.leaves import RUN, CannotFollow, Run, flat, leaves
from shapecoach.hints.einops.regrouping import is_same, regrouped
from shapecoach.hints.einops.sizes import size_of
from shapecoach.hints.einops.steps import Step, number


def view(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    if len(step.sizes) == 1 and number(step.sizes[0]) is None and not _is_product(step.sizes[0], after):
        raise CannotFollow  # a whole shape, or an element type
    lengths = aligned(step.sizes, len(after))
    outs = [None if dim.startswith(("*", "...")) else size_of(dim) for dim in after]
    runs = [index for index, dim in enumerate(after) if dim.startswith(("*", "..."))]
    if RUN in journey.slots:
        at = journey.slots.index(RUN)
        if len(runs) != 1 or lengths[runs[0]] is not None:
            raise CannotFollow
        left = regrouped(flat(journey.slots[:at]), outs[: runs[0]], lengths[: runs[0]])
        right = regrouped(flat(journey.slots[at + 1 :]), outs[runs[0] + 1 :], lengths[runs[0] + 1 :])
        journey.slots = [*left, RUN, *right]
    elif runs:
        raise CannotFollow
    else:
        journey.slots = [*regrouped(flat(journey.slots), outs, lengths)]
    return Call(f"Tensor.{step.method}", as_given(journey, lengths))


def _is_product(length: ast.expr, after: Sequence[str]) -> bool:
    """Whether it is written as the one size that comes out: `b * s`, which is no tuple then."""
    return (
        isinstance(length, ast.BinOp) and len(after) == 1 and is_same(size_of(ast.unparse(length)), size_of(after[0]))
    )


def as_given(journey: Journey, lengths: Sequence[ast.expr | None]) -> tuple[object, ...]:
    """The sizes as they were given: numbers as numbers, all others as the axes that have them."""
    return tuple(
        slot if length is None or (given := number(length)) is None else given
        for length, slot in zip(lengths, journey.slots, strict=True)
    )


def aligned(sizes: Sequence[ast.expr], count: int) -> list[ast.expr | None]:
    """The argument that gives the size of each axis; None for those of `*shape`."""
    stars = [index for index, node in enumerate(sizes) if isinstance(node, ast.Starred)]
    if not stars and len(sizes) == count:
        return list(sizes)
    if len(stars) != 1 or len(sizes) - 1 > count:
        raise CannotFollow
    behind = len(sizes) - 1 - stars[0]
    return [*sizes[: stars[0]], *[None] * (count - len(sizes) + 1), *sizes[len(sizes) - behind :]]


def flatten(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    first, last = known(step.number("start_dim", 0)), known(step.number("end_dim", -1))
    start, end = journey.place(first), journey.place(last)
    merged = journey.slots[start : end + 1]
    if RUN in merged or start > end:
        raise CannotFollow
    journey.slots[start : end + 1] = [tuple(flat(merged))]
    return Call("Tensor.flatten", (first, last))


def unflatten(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis, sizes = known(step.number("dim")), step.args.get("sizes")
    if not isinstance(sizes, ast.Tuple | ast.List) or any(isinstance(part, ast.Starred) for part in sizes.elts):
        raise CannotFollow
    place, slot = journey.place(axis), journey.slots[journey.place(axis)]
    assert not isinstance(slot, Run)
    count = len(sizes.elts)
    outs = [size_of(dim) for dim in after[place : place + count]]
    if len(outs) != count:
        raise CannotFollow
    groups = regrouped(leaves(slot), outs, sizes.elts)
    journey.slots[place : place + 1] = groups
    given = tuple(
        group if (written := number(length)) is None else written
        for length, group in zip(sizes.elts, groups, strict=True)
    )
    return Call("Tensor.unflatten", (axis, given))
