"""Which colour each axis of a function has in its drawings: the one that its name has in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shapecoach.analysis.model import Analysis
from shapecoach.axes.colours import colours_in
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.flow.moves import factors

_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def colours_of_function(analysis: Analysis, index: AxisIndex, scope: str) -> Mapping[str, int]:
    """The colour of each axis that the tensors of a function have."""
    return colours_in(index, scope, _sizes(analysis, scope))


def _sizes(analysis: Analysis, scope: str) -> Iterator[str]:
    """What needs a colour: names, and sizes that more than one name is in; `seq+1` has that of `seq`."""
    known = dict.fromkeys(fact.dims for fact in analysis.facts if fact.scope == scope and fact.dims is not None)
    for dim in dict.fromkeys(dim for dims in known for dim in dims):
        for part in factors(dim):
            names = dict.fromkeys(_NAME.findall(part))
            yield from [part] if len(names) > 1 else names
