"""A symbolic tensor: what the interpreter knows of a tensor it never sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType

ANY = DType("any")


class Framework(StrEnum):
    """Whose tensor it is, and so whom to ask what comes of it.  JAX is never asked."""

    TORCH = "torch"
    NUMPY = "numpy"
    JAX = "jax"

    @property
    def type_name(self) -> str:
        """What an annotation calls its tensors: `Float[np.ndarray, "batch seq"]`."""
        return {Framework.TORCH: "Tensor", Framework.NUMPY: "np.ndarray", Framework.JAX: "Array"}[self]

    @property
    def noun(self) -> str:
        """What one of its tensors is called in a sentence."""
        return "tensor" if self is Framework.TORCH else "array"


@dataclass(frozen=True, slots=True)
class Strides:
    """How a tensor lies in memory.

    `order` has for each axis how many have a larger stride, `(0, 2, 1)` after the last two of three were exchanged.
    `repeated` are the axes whose stride is 0: `expand` made them longer, and they hold the same numbers over and over.
    It is `presumed` where it hangs on how a parameter lies, which may come in transposed.
    """

    order: tuple[int, ...]
    repeated: frozenset[int] = frozenset()
    presumed: bool = False

    @property
    def are_plain(self) -> bool:
        """Whether the axes lie in the order in which they are counted, each with numbers of its own."""
        return not self.repeated and self.order == tuple(sorted(self.order))


@dataclass(frozen=True, slots=True)
class Tensor:
    """A shape and an element type; `shape` is None where not even the rank is known.

    `strides` is None where nobody knows how the tensor lies in memory.  Its numbers are whole, 0 or more and less than
    `below`, where that isn't None.  Any other shape forgets both.
    """

    shape: Shape | None
    dtype: DType = ANY
    framework: Framework = Framework.TORCH
    strides: Strides | None = None
    below: Dim | None = None

    def with_shape(self, shape: Shape | None) -> Tensor:
        """The same kind of tensor with another shape."""
        return Tensor(shape, self.dtype, self.framework)

    def with_dtype(self, dtype: DType) -> Tensor:
        return Tensor(self.shape, dtype, self.framework)

    def with_strides(self, strides: Strides | None) -> Tensor:
        return self if strides == self.strides else replace(self, strides=strides)

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Tensor:
        if self.shape is None or not replacements:
            return self
        shape = self.shape.substitute(replacements)
        below = self.below.substitute(replacements) if self.below is not None else None
        if shape is self.shape and below == self.below:
            return self
        return Tensor(shape, self.dtype, self.framework, self.strides, below)
