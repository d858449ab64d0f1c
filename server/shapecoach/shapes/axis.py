"""Axes and shapes: what a dim is once it has a place in a tensor."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from shapecoach.shapes.dim import Dim, Symbol

SHORTEST_AXIS = 2
"""No axis with a name is taken to be shorter: it would hardly have one."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.  `factors` is the order, outermost first, in which smaller axes were merged into it.

    `inserted` marks an axis of size 1 that the program put there itself (`x[:, None]`), which says that a broadcast
    along it is meant.  `label` is the name that a pattern gave it; two axes that differ in that alone are equal.
    """

    dim: Dim
    factors: tuple[Dim, ...] = ()
    inserted: bool = False
    label: str = field(default="", compare=False)

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Axis:
        dim = self.dim.substitute(replacements)
        if dim is self.dim:
            return self
        factors = tuple(factor.substitute(replacements) for factor in self.factors)
        return Axis(
            dim, tuple(part for factor in factors for part in ordered_factors(factor)), self.inserted, self.label
        )

    def __str__(self) -> str:
        if not self.factors:
            return str(self.dim)
        product = Dim.of(1)
        for factor in self.factors:
            product = product * factor
        return str(product if product == self.dim else self.dim)


@dataclass(frozen=True, slots=True)
class Run:
    """Any number of axes in a row: `*batch`, or `...` where `name` is empty.

    One with `places` is `*#batch`: fewer of these axes, the first ones left out, and any of them 1.  It is so at each
    place by itself; what comes of two broadcast together has the places of both.
    """

    name: str
    scope: str = ""
    places: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"*{'#' if self.places else ''}{self.name}" if self.name else "..."


@dataclass(frozen=True, slots=True)
class Shape:
    """A tensor's axes in order, with at most one run among them."""

    axes: tuple[Axis | Run, ...]
    _symbols: frozenset[Symbol] | None = field(init=False, repr=False, compare=False, default=None)  # once asked for

    @staticmethod
    def of(*dims: Dim | int) -> Shape:
        return Shape(tuple(Axis(dim if isinstance(dim, Dim) else Dim.of(dim)) for dim in dims))

    @property
    def run(self) -> Run | None:
        return next((axis for axis in self.axes if isinstance(axis, Run)), None)

    @property
    def rank(self) -> int | None:
        return None if self.run else len(self.axes)

    @property
    def dims(self) -> tuple[Dim, ...] | None:
        """The dim of every axis, or None where a run makes their number open."""
        return None if self.run else tuple(self.plain_dims())

    def plain_dims(self) -> Iterator[Dim]:
        """The dims of the axes, passing over a run."""
        return (axis.dim for axis in self.axes if isinstance(axis, Axis))

    def numel(self) -> Dim:
        """The number of elements, passing over a run."""
        total = Dim.of(1)
        for dim in self.plain_dims():
            total = total * dim
        return total

    def symbols(self) -> frozenset[Symbol]:
        if self._symbols is None:
            symbols = frozenset(symbol for dim in self.plain_dims() for symbol in dim.symbols())
            object.__setattr__(self, "_symbols", symbols)
        assert self._symbols is not None
        return self._symbols

    def substitute(self, replacements: Mapping[Symbol, Dim]) -> Shape:
        if self.symbols().isdisjoint(replacements):
            return self
        axes = tuple(axis if isinstance(axis, Run) else axis.substitute(replacements) for axis in self.axes)
        return self if all(map(operator.is_, axes, self.axes)) else Shape(axes)

    def with_marks(self, inserted: bool = True) -> Shape:
        """The same shape, its axes of size 1 marked as inserted by the program, or as not."""
        axes = (replace(a, inserted=inserted) if isinstance(a, Axis) and a.dim.constant == 1 else a for a in self.axes)
        return Shape(tuple(axes))

    def spelled(self) -> tuple[str, ...]:
        """Every axis as a Python expression over axis names, "?" where unknown."""
        return tuple("?" if isinstance(axis, Axis) and not axis.dim.has_name else str(axis) for axis in self.axes)

    def __str__(self) -> str:
        return "(" + ", ".join(self.spelled()) + ")"


def ordered_factors(dim: Dim) -> tuple[Dim, ...]:
    """A product's factors in the order they were written; a dim that is no product is its own only factor."""
    if len(dim.terms) != 1 or dim.terms[0][1] != 1 or len(dim.spelling) < 2:
        return (dim,)
    return tuple(Dim(((((atom, 1),), 1),), (atom,)) for atom in dim.spelling)
