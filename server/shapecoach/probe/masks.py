"""Indexing with a bool tensor: how many elements it picks hangs on its values, where they go does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shapecoach.probe.arguments import Seq, Value
from shapecoach.probe.equations import always_differ
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.solve import compose, equate
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

BOOL = DType("bool")


def masked(question: Question, ask: Callable[[Question], Outcome]) -> Outcome | None:
    """The answer to `x[mask]`, or None where no mask is in the index.

    A mask of r axes picks as r index vectors of one unknown length would, which is what is asked instead.
    """
    if len(question.args) != 2:
        return None
    tensor, index = question.args
    items = _items(index)
    if isinstance(tensor, Tensor) and any(map(_may_be_a_mask, items)):
        return Unclear()
    if not isinstance(tensor, Tensor) or not any(map(_is_mask, items)):
        return None
    if tensor.shape is None or tensor.shape.dims is None or any(_rank(item) is None for item in items):
        return Unclear()
    if axes_taken(index) > len(tensor.shape.dims):
        return Never(f"too many indices for tensor of dimension {len(tensor.shape.dims)}")
    replacements: dict[Symbol, Dim] = {}
    for own, other in _facing(tensor.shape.dims, items):
        first, second = own.substitute(replacements), other.substitute(replacements)
        if first == second:
            continue
        replacement = equate(first, second)
        reason = f"The shape of the mask does not match the shape of the indexed tensor: {own} against {other}"
        if replacement is None:
            return Never(reason) if always_differ(first, second) else Unclear()
        replacements = dict(compose(replacements, replacement))
    vector = Tensor(Shape.of(fresh_dim("n_kept")), DType("int64"), tensor.framework)
    plain = [part for item in items for part in ([vector] * (_rank(item) or 0) if _is_mask(item) else [item])]
    outcome = ask(Question(question.path, (tensor, Seq(tuple(plain)))).substitute(replacements))
    if not replacements or not isinstance(outcome, Works):
        return outcome if isinstance(outcome, Works) else Unclear()
    equations = tuple((Dim.of(symbol), dim) for symbol, dim in replacements.items())
    return WorksIf(outcome.value, equations, tuple(replacements.items()), "The shape of the mask does not match")


def axes_taken(index: Value) -> int:
    """How many axes an index picks along; what isn't known to be a mask takes one."""
    return sum(1 if _rank(item) is None else _rank(item) or 0 for item in _items(index))


def _items(index: Value) -> tuple[Value, ...]:
    return index.items if isinstance(index, Seq) and not index.is_list else (index,)


def _is_mask(item: Value) -> bool:
    return isinstance(item, Tensor) and item.dtype == BOOL and item.shape is not None and bool(item.shape.axes)


def _may_be_a_mask(item: Value) -> bool:
    """Whether it is a mask or holds places, and nobody knows which."""
    return isinstance(item, Tensor) and item.dtype != BOOL and item.dtype.may_be(BOOL)


def _rank(item: Value) -> int | None:
    """How many axes of the indexed tensor an item takes; None where that isn't known."""
    if item is None or item is ...:
        return 0
    if not _is_mask(item):
        return 1
    return item.shape.rank


def _facing(dims: Sequence[Dim], items: Sequence[Value]) -> Iterator[tuple[Dim, Dim]]:
    """Every axis of a mask, with the axis of the indexed tensor that it lies on."""
    taken, place = axes_taken(Seq(tuple(items))), 0
    for item in items:
        if item is ...:
            place += len(dims) - taken
        elif _is_mask(item):
            yield from zip(item.shape.dims or (), dims[place:], strict=False)
        place += _rank(item) or 0
