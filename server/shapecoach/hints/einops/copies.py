"""Steps that repeat a tensor along an axis."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.hints.einops.cuts import aligned, as_given
from shapecoach.hints.einops.journey import Call, Journey, known
from shapecoach.hints.einops.leaves import RUN, CannotFollow, Group, Run, Slot, group_size, leaves
from shapecoach.hints.einops.regrouping import is_same
from shapecoach.hints.einops.sizes import Size, size_of
from shapecoach.hints.einops.steps import Step, number


def expand(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    lengths = aligned(step.sizes, len(after))
    new = len(after) - len(journey.slots)
    if new < 0 or (RUN in journey.slots and (new or journey.slots.index(RUN) != _run_of(after))):
        raise CannotFollow
    slots: list[Slot] = []
    for slot, dim, length in zip([*[()] * new, *journey.slots], after, lengths, strict=True):
        size = size_of(dim)
        if isinstance(slot, Run) or _stays(slot, size, length):
            slots.append(slot)
        elif slot == () and length is not None:
            slots.append(() if number(length) == 1 else (journey.add(size, length),))
        else:
            raise CannotFollow
    journey.slots = slots
    return Call("Tensor.expand", as_given(journey, lengths))


def _run_of(dims: Sequence[str]) -> int | None:
    return next((index for index, dim in enumerate(dims) if dim.startswith(("*", "..."))), None)


def _stays(slot: Group, size: Size | None, length: ast.expr | None) -> bool:
    """Whether an axis stays as it is: -1 says so, and so does the size that it has."""
    return (length is not None and number(length) == -1) or (slot != () and is_same(group_size(slot), size))


def repeat(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    """`x.repeat(2, n)`: each axis is laid out so many times, one copy after the other."""
    lengths = aligned(step.sizes, len(after))
    new = len(after) - len(journey.slots)
    if new < 0 or RUN in journey.slots:
        raise CannotFollow
    slots: list[Slot] = []
    given: list[object] = []
    for slot, dim, length in zip([*[()] * new, *journey.slots], after, lengths, strict=True):
        if length is None or isinstance(slot, Run):
            raise CannotFollow
        if number(length) == 1:
            slots.append(slot)
            given.append(1)
            continue
        leaf = journey.add(size_of(dim) if slot == () else _times(number(length)), length)
        slots.append((leaf, *leaves(slot)))
        given.append((leaf,))
    journey.slots = slots
    return Call(f"Tensor.{step.method}", tuple(given))


def _times(count: int | None) -> Size | None:
    return None if count is None else Size(count)


def interleave(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    """`x.repeat_interleave(n, dim=1)`: each item is followed by its copies."""
    axis, length = known(step.number("dim")), step.args.get("repeats")
    place = journey.place(axis)
    slot = journey.slots[place]
    if length is None or isinstance(slot, Run) or size_of(after[place]) is None:
        raise CannotFollow  # where it isn't known how often, it may be a tensor of counts
    leaf = journey.add(_times(number(length)), length)
    journey.slots[place] = (*leaves(slot), leaf)
    return Call("Tensor.repeat_interleave", ((leaf,), axis))
