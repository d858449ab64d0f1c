"""Making real arguments out of symbolic ones, at the sizes of one witness."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapecoach.probe.arguments import Real, Seq, Slice, Value
from shapecoach.probe.witness import Witness
from shapecoach.shapes.axis import Axis
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor

NO_DTYPES: Mapping[str, str] = {}


class VanishingError(Exception):
    """An int made of sizes is 0 at this witness (`d//n` where n is larger): it would hide what the operation asks."""


class NotProbeableError(Exception):
    """The arguments hold something that no real value can stand for."""


@dataclass(frozen=True, slots=True)
class Maker(ABC):
    """Makes the real values; what only one library has is left to the classes that are made of this one.

    `dtypes` replaces the element type that stands for a class (`float` -> `float64`).
    """

    witness: Witness
    dtypes: Mapping[str, str] = field(default_factory=dict[str, str])

    def make(self, value: Value) -> Any:
        """Raises NotProbeableError and VanishingError."""
        match value:
            case Tensor():
                return self.tensor(value, self.sizes(value))
            case Dim():
                size = self.witness.size(value)
                if size == 0 and value.constant is None:
                    raise VanishingError(str(value))
                return size
            case Real(value=number):
                return self.witness.real if number is None else number
            case Seq(items=items, is_list=is_list):
                made = [self.make(item) for item in items]
                return made if is_list else tuple(made)
            case Slice():
                return slice(self.make(value.start), self.make(value.stop), self.make(value.step))
            case None | bool() | str():
                return value
            case _ if value is ...:
                return value
            case _:
                return self.special(value)

    def sizes(self, value: Tensor) -> list[int]:
        """The sizes of a tensor's axes here."""
        if value.shape is None:
            raise NotProbeableError("a tensor of unknown shape")
        sizes: list[int] = []
        for axis in value.shape.axes:
            if not isinstance(axis, Axis):
                raise NotProbeableError("a run of axes")
            sizes.append(self.witness.size(axis.dim))
        if any(size < 0 for size in sizes):
            raise NotProbeableError("a negative size")
        return sizes

    @abstractmethod
    def tensor(self, value: Tensor, sizes: list[int]) -> Any:
        """The library's tensor of these sizes."""

    @abstractmethod
    def special(self, value: Value) -> Any:
        """What stands for a value that only this library knows."""
