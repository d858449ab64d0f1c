"""What an idiom does, without the names of any program, so that it need be proved only once."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapecoach.hints.einops.joins import OF_LISTS
from shapecoach.hints.einops.journey import Call, Journey
from shapecoach.hints.einops.leaves import CannotFollow, Leaf, Run, Slot, leaves
from shapecoach.hints.einops.sizes import quotient


@dataclass(frozen=True, slots=True)
class Parts:
    """An axis as the numbers of its leaves, outermost first."""

    leaves: tuple[int, ...]


Side = tuple["Parts | None", ...]  # None for a run of axes


@dataclass(frozen=True, slots=True)
class Rewriting:
    """One einops operation in the place of several calls.

    `before` and `after` are the two sides of its pattern, `constants` the sizes of the leaves that have a number,
    `given` those leaves whose lengths have to be told.
    """

    operation: str
    before: Side
    after: Side
    constants: tuple[int | None, ...]
    given: tuple[int, ...]
    calls: tuple[Call, ...]
    reduction: str = ""

    @property
    def is_of_list(self) -> bool:
        """Whether it takes a list, whose own axis is the first of the pattern."""
        return self.calls[0].method in OF_LISTS

    def pattern(self, names: Sequence[str]) -> str:
        """The pattern, with these names for the leaves."""
        return f"{_side(self.before, names)} -> {_side(self.after, names)}".strip()


def _side(side: Side, names: Sequence[str]) -> str:
    return " ".join(_axis(part, names) for part in side)


def _axis(part: Parts | None, names: Sequence[str]) -> str:
    if part is None:
        return "..."
    if len(part.leaves) == 1:
        return names[part.leaves[0]]
    return f"({' '.join(names[leaf] for leaf in part.leaves)})" if part.leaves else "1"


def rewriting(journey: Journey) -> tuple[Rewriting, list[Leaf]]:
    """What a journey comes to, and its leaves in the order of their numbers.  Raises CannotFollow."""
    found = [leaf for slot in journey.roots if not isinstance(slot, Run) for leaf in leaves(slot)]
    found += [new for leaf in journey.added for new in leaf.leaves()]
    numbers = {leaf: index for index, leaf in enumerate(found)}
    if journey.added and journey.reduction:
        raise CannotFollow
    operation = "reduce" if journey.reduction else "repeat" if journey.added else "rearrange"
    given = tuple(sorted(numbers[leaf] for leaf in _to_be_given(journey)))
    calls = tuple(Call(call.method, _numbered(call.args, numbers), call.keepdim) for call in journey.calls)
    constants = tuple(leaf.constant for leaf in found)
    sides = _side_of(journey.roots, numbers), _side_of(journey.slots, numbers)
    return Rewriting(operation, *sides, constants, given, calls, journey.reduction), found


def _side_of(slots: Sequence[Slot], numbers: Mapping[Leaf, int]) -> Side:
    return tuple(
        None if isinstance(slot, Run) else Parts(tuple(numbers[leaf] for leaf in leaves(slot))) for slot in slots
    )


def _numbered(args: tuple[object, ...], numbers: Mapping[Leaf, int]) -> tuple[object, ...]:
    """The arguments of a call with numbers for leaves."""

    def change(arg: object) -> object:
        if isinstance(arg, tuple):
            parts: tuple[object, ...] = arg  # pyright: ignore[reportUnknownVariableType]
            if all(isinstance(part, Leaf) for part in parts):
                return Parts(tuple(numbers[leaf] for leaf in leaves(arg)))  # pyright: ignore[reportUnknownArgumentType]
            return tuple(map(change, parts))
        return arg

    return tuple(map(change, args))


def _to_be_given(journey: Journey) -> list[Leaf]:
    """The leaves whose lengths are to be told: of each axis that is split all but one, and all that are new.

    Where the size of the whole isn't known, nobody could tell that of the one that is left out: all are told, if the
    program does so.
    """
    found: list[Leaf] = []
    for slot in journey.roots:
        if isinstance(slot, Run):
            continue
        parts = leaves(slot)
        if len(parts) > 1:
            is_unknown = any(leaf.size is None for leaf in slot) and all(map(_is_told, parts))
            found += parts if is_unknown else _all_but_one(parts)
    for leaf in journey.added:
        found += leaf.leaves()
    if any(leaf.length is None and leaf.constant is None for leaf in found):
        raise CannotFollow
    return found


def _is_told(leaf: Leaf) -> bool:
    return leaf.constant is not None or _is_plain(leaf.length)


def _is_plain(length: ast.expr | None) -> bool:
    """Whether it is a name, or an item of one: `window_size[0]`."""
    match length:
        case ast.Name() | ast.Attribute() | ast.Subscript(value=ast.Name() | ast.Attribute(), slice=ast.Constant()):
            return True
        case _:
            return False


def _all_but_one(parts: list[Leaf]) -> list[Leaf]:
    """The parts without the one that is hardest to write: one whose length nobody wrote, a computed one, the last."""

    def hardness(leaf: Leaf) -> int:
        if leaf.length is None:
            return 2 if leaf.constant is not None else 3
        is_plain = isinstance(leaf.length, ast.Constant) or _is_plain(leaf.length)
        is_quotient = leaf.size is not None and any(map(quotient, leaf.size.factors))
        return 0 if is_plain and not is_quotient else 1

    hardest = max(range(len(parts)), key=lambda index: (hardness(parts[index]), index))
    return [leaf for index, leaf in enumerate(parts) if index != hardest]
