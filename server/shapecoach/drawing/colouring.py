"""Which colour each axis of a function has in its drawings: the one that its name has in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shapecoach.analysis.model import Analysis
from shapecoach.axes.colours import colours_in
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.flow.moves import factors


def colours_of_function(analysis: Analysis, index: AxisIndex, scope: str) -> Mapping[str, int]:
    """The colour of each axis that the tensors of a function have."""
    return colours_in(index, scope, _sizes(analysis, scope))


def _sizes(analysis: Analysis, scope: str) -> Iterator[str]:
    for fact in analysis.facts:
        if fact.scope == scope and fact.dims is not None:
            yield from (part for dim in fact.dims for part in factors(dim) if not part.isdigit() and part != "?")
