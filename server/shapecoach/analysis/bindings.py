"""Which sizes have turned out to be equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapecoach.analysis.values import Value, substituted
from shapecoach.probe.solve import compose, is_quotient, parts_of_multiple
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Symbol


@dataclass(frozen=True, slots=True)
class Bindings:
    """What sizes have turned out to be equal: symbols and the dims that took their place."""

    replacements: Mapping[Symbol, Dim] = field(default_factory=dict[Symbol, Dim])

    def resolve(self, value: Value) -> Value:
        return substituted(value, self.replacements)

    def join(self, more: Mapping[Symbol, Dim]) -> Bindings:
        return Bindings(compose(self.replacements, more))

    def common(self, other: Bindings) -> Bindings:
        """What holds on both of two paths."""
        if self.replacements == other.replacements:
            return self
        mine, theirs = self.replacements, other.replacements
        return Bindings({symbol: dim for symbol, dim in mine.items() if theirs.get(symbol) == dim})

    def spelled(self, shape: Shape, names: Mapping[Dim, str]) -> tuple[str, ...]:
        """A shape's axes in the names the user knows: `d_model` rather than `n_heads*(d_model//n_heads)`."""
        return tuple(
            names.get(axis.dim) or self._told(axis) if isinstance(axis, Axis) else str(axis) for axis in shape.axes
        )

    def _told(self, axis: Axis) -> str:
        if not axis.dim.has_name:
            return "?"
        told = self._in_multiples(axis.dim)
        return str(axis) if told == axis.dim else str(told)

    def _in_multiples(self, dim: Dim) -> Dim:
        """A dim with sizes in the place of what turned out to be their parts."""
        if not any(is_quotient(symbol) for symbol in dim.symbols()):
            return dim
        parts = {each: tuple(map(self._in_multiples, each.parts)) for each in dim.quotients()}
        dim = dim.exchange({each: numerator // denominator for each, (numerator, denominator) in parts.items()})
        for symbol, whole in sorted(self.replacements.items(), key=lambda pair: pair[0].is_nameless):
            multiple = parts_of_multiple(whole)
            if multiple is None or multiple[0] not in dim.symbols():
                continue
            if (factor := dim.exact_quotient(whole)) is not None:
                return Dim.of(symbol) * factor
            if multiple[0] not in (more := dim - whole).symbols():
                return Dim.of(symbol) + more
        return dim
