"""A symbolic tensor: what the interpreter knows of a tensor it never sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType

ANY = DType("any")


@dataclass(frozen=True, slots=True)
class Tensor:
    """A shape and an element type; `shape` is None where not even the rank is known."""

    shape: Shape | None
    dtype: DType = ANY

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Tensor:
        if self.shape is None or not replacements:
            return self
        shape = self.shape.substitute(replacements)
        return self if shape is self.shape else Tensor(shape, self.dtype)
