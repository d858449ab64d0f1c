"""What an axis is made of: leaves, which no step cuts, outermost first."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from shapecoach.hints.einops.sizes import Size, product


class CannotFollow(Exception):  # noqa: N818 -- it says what is so, and is no error of anyone's
    """A step does something that no pattern says, or not for certain."""


@dataclass(eq=False)
class Leaf:
    """A part of an axis that no step cuts, or one that was cut, with its `parts`.

    `length` is how the program writes its size.
    """

    size: Size | None
    length: ast.expr | None = None
    parts: list[Leaf] = field(default_factory=list["Leaf"])

    def leaves(self) -> list[Leaf]:
        return [leaf for part in self.parts for leaf in part.leaves()] if self.parts else [self]

    @property
    def constant(self) -> int | None:
        return None if self.size is None else self.size.constant


@dataclass(frozen=True, slots=True)
class Run:
    """Any number of axes, `...`."""


RUN = Run()
Group = tuple[Leaf, ...]  # an axis: its leaves, outermost first; none for an axis of size 1
Slot = Group | Run


def leaves(group: Group) -> list[Leaf]:
    """The leaves of an axis as they are now."""
    return [leaf for part in group for leaf in part.leaves()]


def group_size(group: Group) -> Size | None:
    return product([leaf.size for leaf in leaves(group)])


def flat(slots: Sequence[Slot]) -> list[Leaf]:
    return [leaf for slot in slots if not isinstance(slot, Run) for leaf in leaves(slot)]
