"""A tensor's axes on their way through the steps of an idiom.

Every axis begins as one leaf.  A step that cuts an axis splits its leaf; all others only put leaves elsewhere.  So
what comes out is at each moment known as axes made of leaves, which is what an einops pattern says.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from shapecoach.hints.einops.leaves import RUN, CannotFollow, Group, Leaf, Slot
from shapecoach.hints.einops.sizes import Size, size_of


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
    reduction: str = ""
    calls: list[Call] = field(default_factory=list[Call])
    items: Leaf | None = None  # the axis of the list that it began as

    @staticmethod
    def of(dims: Sequence[str], is_list: bool = False) -> Journey:
        """The beginning, of a tensor with these axes, or of a list that has them when it is stacked."""
        roots = [RUN if dim.startswith(("*", "...")) else _root(size_of(dim)) for dim in dims]
        if roots.count(RUN) > 1:
            raise CannotFollow
        first = roots[0] if is_list else None
        return Journey(roots, list(roots), items=first[0] if isinstance(first, tuple) and first else None)

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

    def add(self, size: Size | None, length: ast.expr | None) -> Leaf:
        """A new leaf, along which the tensor is repeated."""
        leaf = Leaf(size, length)
        self.added.append(leaf)
        return leaf


def _root(size: Size | None) -> Group:
    return () if size is not None and size.constant == 1 else (Leaf(size),)


def known(value: int | None) -> int:
    """A number that is written there.  Raises CannotFollow where it isn't."""
    if value is None:
        raise CannotFollow
    return value
