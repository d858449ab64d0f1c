"""Following the axes of a tensor through the steps of an idiom.

Every axis begins as one leaf.  A step that cuts an axis splits its leaf; all others only put leaves elsewhere.  So
what comes out is at each moment known as axes made of leaves, which is what an einops pattern says.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from shapecoach.hints.einops.leaves import RUN, CannotFollow, Group, Leaf, Run, Slot, flat, group_size, leaves
from shapecoach.hints.einops.regrouping import is_same, regrouped
from shapecoach.hints.einops.sizes import Size, size_of
from shapecoach.hints.einops.steps import REDUCTIONS, Step, number, numbers
from shapecoach.probe.arguments import Slice

EVERYTHING = Slice(None, None, None)
"""`:` in a subscript."""


@dataclass(frozen=True, slots=True)
class Call:
    """One step as it can be done to a real tensor: ints as they are written, groups for the sizes of axes."""

    method: str
    args: tuple[object, ...] = ()
    keepdim: bool | None = None


@dataclass
class Journey:
    """What became of the axes so far."""

    roots: list[Slot]
    slots: list[Slot]
    added: list[Leaf] = field(default_factory=list[Leaf])  # along which the tensor was repeated
    dropped: list[Leaf] = field(default_factory=list[Leaf])  # along which it was reduced
    reduction: str = ""
    calls: list[Call] = field(default_factory=list[Call])

    @staticmethod
    def of(dims: Sequence[str]) -> Journey:
        """The beginning, of a tensor with these axes."""
        roots = [RUN if dim.startswith(("*", "...")) else _root(size_of(dim)) for dim in dims]
        if roots.count(RUN) > 1:
            raise CannotFollow
        return Journey(roots, list(roots))

    def place(self, axis: int, room: int = 0) -> int:
        """Where an axis stands that is counted from one of the ends; `room` is 1 for a place between axes."""
        count = len(self.slots) + room
        at = axis if axis >= 0 else count + axis
        run = self.slots.index(RUN) if RUN in self.slots else None
        if not 0 <= at < count:
            raise CannotFollow
        if run is not None and (at > run - (1 - room) if axis >= 0 else at < run + 1):
            raise CannotFollow
        return at

    def follow(self, step: Step, after: Sequence[str]) -> None:
        """Take one more step, after which the tensor has the axes `after`.  Raises CannotFollow."""
        follow = _FOLLOWING.get(step.method)
        if follow is None or self.reduction:
            raise CannotFollow
        self.calls.append(follow(self, step, after))
        if len(self.slots) != len(after):
            raise CannotFollow


def _root(size: Size | None) -> Group:
    return () if size is not None and size.constant == 1 else (Leaf(size),)


# -- steps that put axes elsewhere ------------------------------------------------------------------


def _known(value: int | None) -> int:
    if value is None:
        raise CannotFollow
    return value


def _transpose(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    first, second = (_known(step.number(name)) for name in _two_names(step))
    _swap(journey, journey.place(first), journey.place(second))
    return Call(f"Tensor.{step.method}", (first, second))


def _two_names(step: Step) -> tuple[str, str]:
    return ("axis0", "axis1") if step.method == "swapaxes" else ("dim0", "dim1")


def _swap(journey: Journey, one: int, other: int) -> None:
    journey.slots[one], journey.slots[other] = journey.slots[other], journey.slots[one]


def _flipped(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    if step.method != "mT" and (len(journey.slots) != 2 or RUN in journey.slots):
        raise CannotFollow
    _swap(journey, journey.place(-2), journey.place(-1))
    return Call(f"Tensor.{step.method}")


def _permute(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    order = numbers(step.sizes)
    if order is None or RUN in journey.slots or len(order) != len(journey.slots):
        raise CannotFollow
    places = [journey.place(axis) for axis in order]
    if len(set(places)) < len(places):
        raise CannotFollow
    journey.slots = [journey.slots[place] for place in places]
    return Call("Tensor.permute", order)


def _movedim(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    source, destination = _known(step.number("source")), _known(step.number("destination"))
    start, end = journey.place(source), journey.place(destination)
    if RUN in journey.slots and (source < 0) is not (destination < 0):
        raise CannotFollow
    journey.slots.insert(end, journey.slots.pop(start))
    return Call(f"Tensor.{step.method}", (source, destination))


def _contiguous(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    return Call("Tensor.contiguous")


# -- axes of size 1 ---------------------------------------------------------------------------------


def _unsqueeze(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = _known(step.number("dim"))
    journey.slots.insert(journey.place(axis, room=1), ())
    return Call("Tensor.unsqueeze", (axis,))


def _squeeze(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis = _known(step.number("dim"))
    place = journey.place(axis)
    if journey.slots[place] != ():
        raise CannotFollow
    del journey.slots[place]
    return Call("Tensor.squeeze", (axis,))


def _subscript(journey: Journey, step: Step, after: Sequence[str]) -> Call:
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


# -- steps that cut and merge axes ------------------------------------------------------------------


def _view(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    if len(step.sizes) == 1 and number(step.sizes[0]) is None:
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
    return Call(f"Tensor.{step.method}", _as_given(journey, lengths))


def _as_given(journey: Journey, lengths: Sequence[ast.expr | None]) -> tuple[object, ...]:
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


def _flatten(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    first, last = _known(step.number("start_dim", 0)), _known(step.number("end_dim", -1))
    start, end = journey.place(first), journey.place(last)
    merged = journey.slots[start : end + 1]
    if RUN in merged or start > end:
        raise CannotFollow
    journey.slots[start : end + 1] = [tuple(flat(merged))]
    return Call("Tensor.flatten", (first, last))


def _unflatten(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    axis, sizes = _known(step.number("dim")), step.args.get("sizes")
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


# -- steps that repeat ------------------------------------------------------------------------------


def _expand(journey: Journey, step: Step, after: Sequence[str]) -> Call:
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
            slots.append(() if number(length) == 1 else (_added(journey, size, length),))
        else:
            raise CannotFollow
    journey.slots = slots
    return Call("Tensor.expand", _as_given(journey, lengths))


def _run_of(dims: Sequence[str]) -> int | None:
    return next((index for index, dim in enumerate(dims) if dim.startswith(("*", "..."))), None)


def _stays(slot: Group, size: Size | None, length: ast.expr | None) -> bool:
    """Whether an axis stays as it is: -1 says so, and so does the size that it has."""
    return (length is not None and number(length) == -1) or (slot != () and is_same(group_size(slot), size))


def _added(journey: Journey, size: Size | None, length: ast.expr) -> Leaf:
    leaf = Leaf(size, length)
    journey.added.append(leaf)
    return leaf


def _repeat(journey: Journey, step: Step, after: Sequence[str]) -> Call:
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
        leaf = _added(journey, size_of(dim) if slot == () else _times(number(length)), length)
        slots.append((leaf, *leaves(slot)))
        given.append((leaf,))
    journey.slots = slots
    return Call(f"Tensor.{step.method}", tuple(given))


def _times(count: int | None) -> Size | None:
    return None if count is None else Size(count)


def _interleave(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    """`x.repeat_interleave(n, dim=1)`: each item is followed by its copies."""
    axis, length = _known(step.number("dim")), step.args.get("repeats")
    place = journey.place(axis)
    slot = journey.slots[place]
    if length is None or isinstance(slot, Run) or size_of(after[place]) is None:
        raise CannotFollow  # where it isn't known how often, it may be a tensor of counts
    leaf = _added(journey, _times(number(length)), length)
    journey.slots[place] = (*leaves(slot), leaf)
    return Call("Tensor.repeat_interleave", ((leaf,), axis))


# -- steps that reduce ------------------------------------------------------------------------------


def _reduce(journey: Journey, step: Step, after: Sequence[str]) -> Call:
    dim, keeps = step.args.get("dim"), step.args.get("keepdim")
    if dim is None or not (keeps is None or isinstance(keeps, ast.Constant)):
        raise CannotFollow
    several = isinstance(dim, ast.Tuple | ast.List)
    axes = numbers(tuple(dim.elts) if several else (dim,))
    if not axes or (step.method == "prod" and len(axes) > 1):
        raise CannotFollow
    kept = isinstance(keeps, ast.Constant) and bool(keeps.value)
    places = {journey.place(axis) for axis in axes}
    if len(places) < len(axes):
        raise CannotFollow
    for place in places:
        slot = journey.slots[place]
        assert not isinstance(slot, Run)
        journey.dropped += leaves(slot)
    journey.slots = [
        () if place in places else slot for place, slot in enumerate(journey.slots) if kept or place not in places
    ]
    journey.reduction = step.method.removeprefix("a") if step.method.startswith("am") else step.method
    return Call(f"Tensor.{step.method}", (axes,) if several else axes, keepdim=kept)


_FOLLOWING: Mapping[str, Callable[[Journey, Step, Sequence[str]], Call]] = {
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), _transpose),
    **dict.fromkeys(("T", "mT", "t"), _flipped),
    **dict.fromkeys(("movedim", "moveaxis"), _movedim),
    **dict.fromkeys(("view", "reshape"), _view),
    **dict.fromkeys(("repeat", "tile"), _repeat),
    **dict.fromkeys(REDUCTIONS, _reduce),
    "permute": _permute,
    "contiguous": _contiguous,
    "unsqueeze": _unsqueeze,
    "squeeze": _squeeze,
    "[]": _subscript,
    "flatten": _flatten,
    "unflatten": _unflatten,
    "expand": _expand,
    "repeat_interleave": _interleave,
}
