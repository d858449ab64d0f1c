"""An equality that was found to make an operation work isn't asked for where a size that is 1 gets by without it.

Nobody names an axis of one.  But a size without a name, that of `b, n = x.shape` or one nobody could work out, may be 1
and is broadcast then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapecoach.probe.arguments import UNKNOWN, Value, map_value
from shapecoach.probe.call import call
from shapecoach.probe.question import Question
from shapecoach.probe.solve import Replacement
from shapecoach.probe.tries import runs
from shapecoach.probe.unknown import fresh_dim
from shapecoach.probe.witness import Witness
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

Sizes = Mapping[Symbol, int]


def broadcasting(question: Question, replacement: Replacement, witness: Witness) -> list[Sizes]:
    """Sizes that the operation takes though an equality fails, since one of its two sides is 1."""
    equal = {**witness.sizes, **{symbol: dim.evaluate(witness.sizes) for symbol, dim in replacement.items()}}
    ways = [
        {**equal, symbol: equal[symbol] + 1, one: 1}
        for symbol, dim in replacement.items()
        for one in (symbol, dim.symbol)
        if one is not None and one.is_unknown
    ]
    return [way for way in ways if runs(question, Witness(way))]


def is_asked_for(symbol: Symbol, dim: Dim) -> bool:
    """Whether an equality says more than that a size which isn't promised to be any may be 1, and is broadcast."""
    return dim.constant != 1 or symbol.kind is Kind.RIGID


def holding(question: Question, value: Value, replacement: Replacement, ways: Sequence[Sizes]) -> Value:
    """What comes out where the equalities hold, but for sizes that are others in one of these ways."""
    outcomes = [call(question, Witness(way)).sizes for way in ways]
    if len({len(sizes) for sizes in outcomes}) != 1:
        return UNKNOWN
    columns = iter(list(zip(*outcomes, strict=True)))
    back = {dim.symbol: Dim.of(symbol) for symbol, dim in replacement.items() if dim.symbol is not None}

    def kept(dim: Dim) -> Dim | None:
        """The size itself, or the other side of the equality that it was replaced by, whichever it is in all ways."""
        sizes = next(columns)
        either = (dim, dim.substitute(back))
        return next((one for one in either if tuple(map(one.evaluate, ways)) == sizes), None)

    def change(leaf: Value) -> Value:
        if isinstance(leaf, Tensor) and leaf.shape is not None:
            return leaf.with_shape(Shape(tuple(Axis(kept(dim) or fresh_dim()) for dim in leaf.shape.plain_dims())))
        return kept(leaf) or UNKNOWN if isinstance(leaf, Dim) else leaf

    return map_value(value, change)
