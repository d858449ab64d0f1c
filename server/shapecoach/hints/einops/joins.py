"""Tensors put together from a list, which einops takes as it is, the list's own axis first.

`torch.stack([x, y], dim=-1)` moves that axis, `torch.cat([x, y], dim=-1)` merges it with another.  A list of one tensor
many times is no list but a `repeat`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from shapecoach.hints.einops.journey import Call, Journey, known
from shapecoach.hints.einops.leaves import CannotFollow, Leaf, Run, leaves
from shapecoach.hints.einops.sizes import Size, size_of
from shapecoach.hints.einops.steps import Step, number

STACKED, JOINED = "list.stack", "list.cat"
STACKED_COPIES, JOINED_COPIES = "copies.stack", "copies.cat"
OF_LISTS = frozenset({STACKED, JOINED})
JOINS = OF_LISTS | {STACKED_COPIES, JOINED_COPIES}


# -- their axes -------------------------------------------------------------------------------------


def stacked(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim", 0))
    items = journey.slots.pop(0)
    journey.slots.insert(journey.place(axis, room=1), items)
    return Call(STACKED, (axis,))


def joined(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim", 0))
    items = journey.slots.pop(0)
    place = journey.place(axis)
    slot = journey.slots[place]
    if isinstance(items, Run) or isinstance(slot, Run):
        raise CannotFollow
    journey.slots[place] = (*items, *leaves(slot))
    return Call(JOINED, (axis,))


def stacked_copies(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim", 0))
    place = journey.place(axis, room=1)
    leaf = _copies(journey, step, size_of(after[place]))
    journey.slots.insert(place, (leaf,))
    return Call(STACKED_COPIES, ((leaf,), axis))


def joined_copies(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim", 0))
    place = journey.place(axis)
    slot = journey.slots[place]
    if isinstance(slot, Run):
        raise CannotFollow
    leaf = _copies(journey, step, None)
    journey.slots[place] = (leaf, *leaves(slot))
    return Call(JOINED_COPIES, ((leaf,), axis))


def _copies(journey: Journey, step: Step, size: Size | None) -> Leaf:
    count = step.args["count"]
    how_many = number(count)
    return journey.add(size, count) if how_many is None else journey.add(Size(how_many), None)


# -- as they are done -------------------------------------------------------------------------------


def put_together(tensor: torch.Tensor, method: str, args: Sequence[int]) -> torch.Tensor:
    """What one of these gives of a real tensor, which stands for a list along its first axis or for what is copied."""
    if method in OF_LISTS:
        items, axis = list(tensor), args[0]
    else:
        items, axis = [tensor] * args[0], args[1]
    return torch.stack(items, axis) if method.endswith("stack") else torch.cat(items, axis)


def of_one_shape(call: Call) -> tuple[Call, ...]:
    """Methods of a tensor after which it has the shape that one of these gives, for any number of items."""
    if call.method in (STACKED_COPIES, JOINED_COPIES):
        put_in = (Call("Tensor.unsqueeze", call.args[1:]),) if call.method == STACKED_COPIES else ()
        return (*put_in, Call("Tensor.repeat_interleave", call.args))
    axis = call.args[0]
    assert isinstance(axis, int)
    if call.method == STACKED:
        return (Call("Tensor.movedim", (0, axis)),)
    ends = (axis, axis + 1) if axis >= 0 else (axis - 1, axis)
    return Call("Tensor.movedim", (0, ends[0])), Call("Tensor.flatten", ends)
