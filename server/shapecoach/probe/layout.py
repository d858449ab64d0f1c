"""What one call of a library gave: the skeleton of its result, and the sizes in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

from shapecoach.shapes.tensor import Framework

MOST_PARTS = 2**13  # of a list that comes out
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """The skeleton of a result: everything about it but its sizes.  `rank` counts into the sizes that go with it."""

    kind: str  # "tensor", "int", "real", "bool", "seq", "many" (parts like the one), "value", "opaque"
    rank: int = 0
    dtype: str = ""
    parts: tuple[Layout, ...] = ()
    is_list: bool = False
    names: tuple[str, ...] = ()
    value: Any = None
    framework: Framework = Framework.TORCH

    @property
    def tensor_ranks(self) -> tuple[int, ...]:
        """The ranks of the tensors and ints in it, in the order of their sizes."""
        own = (self.rank,) if self.kind in ("tensor", "int") else ()
        return own + tuple(rank for part in self.parts for rank in part.tensor_ranks)


@dataclass(frozen=True, slots=True)
class Raw:
    """What one call gave: a layout and the sizes in it, in order."""

    layout: Layout
    sizes: tuple[int, ...]

    @property
    def numel(self) -> int:
        """The elements of the largest tensor in it."""
        largest, start = 0, 0
        for rank in self.layout.tensor_ranks:
            largest = max(largest, prod(self.sizes[start : start + rank]))
            start += rank
        return largest


OPAQUE = Layout("opaque")
Leaf = Callable[[Any, list[int]], Layout | None]


def laid_out(result: Any, leaf: Leaf) -> Raw:
    """A result taken apart.

    `leaf` knows the library's own values: it gives the layout of one and adds its sizes to the list, or gives None for
    what is Python's.
    """
    sizes: list[int] = []
    layout = _layout(result, sizes, leaf, 0)
    return Raw(layout, tuple(sizes))


def _layout(result: Any, sizes: list[int], leaf: Leaf, depth: int) -> Layout:
    own = leaf(result, sizes)
    if own is not None:
        return own
    match result:
        case bool():
            return Layout("bool")
        case int():
            sizes.append(result)
            return Layout("int", rank=1)
        case float():
            return Layout("real")
        case None | str():
            return Layout("value", value=result)
        case tuple() | list() if depth < DEEPEST:
            items: list[Any] = list(result)  # pyright: ignore[reportUnknownArgumentType]
            if len(items) > MOST_PARTS:
                return OPAQUE
            parts = tuple(_layout(item, sizes, leaf, depth + 1) for item in items)
            return Layout("seq", parts=parts, is_list=isinstance(result, list), names=_names(result, items))
        case _:
            return OPAQUE


def _names(result: Any, items: list[Any]) -> tuple[str, ...]:
    """The field names of a named tuple; PyTorch's own (`torch.return_types`) have no `_fields`."""
    if type(result).__module__ != "torch.return_types":
        return getattr(result, "_fields", ())
    public = (name for name in dir(result) if not name.startswith(("_", "n_")))
    names = {id(getattr(result, name)): name for name in public if name not in ("count", "index")}
    return tuple(names.get(id(item), "") for item in items)
