"""Steps that put axes elsewhere, and those that add or drop an axis of size 1."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from shapecoach.hints.einops.journey import Call, Journey, known
from shapecoach.hints.einops.leaves import RUN, CannotFollow, Slot
from shapecoach.hints.einops.steps import Step, number, numbers
from shapecoach.probe.arguments import Slice

EVERYTHING = Slice(None, None, None)
"""`:` in a subscript."""


def transpose(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    first, second = (known(step.number(name)) for name in _two_names(step))
    _swap(journey, journey.place(first), journey.place(second))
    return Call(f"Tensor.{step.method}", (first, second))


def _two_names(step: Step) -> tuple[str, str]:
    return ("axis0", "axis1") if step.method == "swapaxes" else ("dim0", "dim1")


def _swap(journey: Journey, one: int, other: int) -> None:
    journey.slots[one], journey.slots[other] = journey.slots[other], journey.slots[one]


def flipped(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    if step.method != "mT" and (len(journey.slots) != 2 or RUN in journey.slots):
        raise CannotFollow
    _swap(journey, journey.place(-2), journey.place(-1))
    return Call(f"Tensor.{step.method}")


def permute(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    order = numbers(step.sizes)
    if order is None or RUN in journey.slots or len(order) != len(journey.slots):
        raise CannotFollow
    places = [journey.place(axis) for axis in order]
    if len(set(places)) < len(places):
        raise CannotFollow
    journey.slots = [journey.slots[place] for place in places]
    return Call("Tensor.permute", order)


def movedim(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    source, destination = known(step.number("source")), known(step.number("destination"))
    start, end = journey.place(source), journey.place(destination)
    if RUN in journey.slots and (source < 0) is not (destination < 0):
        raise CannotFollow
    journey.slots.insert(end, journey.slots.pop(start))
    return Call(f"Tensor.{step.method}", (source, destination))


def contiguous(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    return Call("Tensor.contiguous")


# -- axes of size 1 ---------------------------------------------------------------------------------


def unsqueeze(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim"))
    journey.slots.insert(journey.place(axis, room=1), ())
    return Call("Tensor.unsqueeze", (axis,))


def squeeze(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = known(step.number("dim"))
    place = journey.place(axis)
    if journey.slots[place] != ():
        raise CannotFollow
    del journey.slots[place]
    return Call("Tensor.squeeze", (axis,))


def subscript(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    items = [_item(node) for node in step.sizes]
    taken = sum(item is not None and item is not ... for item in items)
    rest = len(journey.slots) - taken
    if items.count(...) > 1 or rest < 0:
        raise CannotFollow
    at = items.index(...) if ... in items else len(items)
    spread = [*items[:at], *[EVERYTHING] * rest, *items[at + 1 :]]
    old = iter(journey.slots)
    slots: list[Slot] = []
    for position, item in enumerate(spread):
        if item is None:
            slots.append(())
            continue
        slot = next(old)
        inside = at <= position < at + rest
        if slot is RUN and not inside:
            raise CannotFollow
        if item is EVERYTHING:
            slots.append(slot)
        elif slot != ():
            raise CannotFollow
    journey.slots = slots
    return Call("operator.getitem", (tuple(items),))


def _item(node: ast.expr) -> object:
    match node:
        case ast.Slice():
            return EVERYTHING
        case ast.Constant(value=value):
            return value
        case _:
            return number(node)
