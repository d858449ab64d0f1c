"""Element types that stand in the way: whether they do, and which choice of a class's members gets by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shapecoach.probe.arguments import Value
from shapecoach.probe.question import Question
from shapecoach.probe.result import WIDE_CLASSES
from shapecoach.probe.tries import runs, runs_for_real
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Symbol
from shapecoach.shapes.dtype import DType
from shapecoach.shapes.tensor import Tensor

_STAND_INS = ("float32", "int64", "bool")
_RARE = ("int32", "complex64", "uint8")
"""Asked for by few operations, and of tensors that may be anything only."""


def stand_in_the_way(question: Question) -> bool:
    """Whether the operation would run with other element types at the very same sizes."""
    rising, falling, _ = question.witnesses
    ordered: list[tuple[Witness, Sequence[Symbol]]] = []
    # Where it runs as it is, that it runs with other types as well says nothing: an axis came out even there.
    if not runs(question, rising) or not runs_for_real(question, question.small()):
        ordered.append((rising, question.symbols))
    if not runs(question, falling):
        ordered.append((falling, question.symbols[::-1]))
    is_enough = not are_all_tried(question)  # real tensors may be refused for what is in them
    return any(
        runs(other, witness) and (is_enough or runs_for_real(other, question.small(order)))
        for other in with_other_dtypes(question)
        for witness, order in ordered
    )


def with_other_dtypes(question: Question) -> Iterator[Question]:
    """The question with one element type exchanged; two tensors of a wide class need not have the same one."""
    for old in {tensor.dtype for tensor in question.tensors}:
        of_class = [tensor for tensor in question.tensors if tensor.dtype == old]
        is_wide = old.name in WIDE_CLASSES
        for changed in (of_class, *([tensor] for tensor in of_class if is_wide)):
            for name in (*_STAND_INS, *(_RARE if is_wide else ())):

                def change(leaf: Value, changed: list[Tensor] = changed, new: str = name) -> Value:
                    among = isinstance(leaf, Tensor) and any(leaf is tensor for tensor in changed)
                    return leaf.with_dtype(DType(new)) if among else leaf

                yield question.map(change)


def workable(question: Question) -> Mapping[str, str] | None:
    """Members of the arguments' classes (`float` -> `float64`) with which the operation runs, or None."""
    return next((chosen for chosen in _choices(question) if runs_for_real(question, question.small(), chosen)), None)


def _choices(question: Question) -> Iterator[Mapping[str, str]]:
    classes = {tensor.dtype for tensor in question.tensors if not tensor.dtype.is_exact}
    # An exact type next to a class that holds it may be the same type.
    for exact in sorted({tensor.dtype.name for tensor in question.tensors if tensor.dtype.is_exact}):
        if chosen := {dtype.name: exact for dtype in classes if exact in dtype.members}:
            yield chosen
    for index in range(max((len(dtype.members) for dtype in classes), default=0)):
        yield {dtype.name: dtype.members[index % len(dtype.members)] for dtype in classes}


def are_all_tried(question: Question) -> bool:
    """Whether `workable` has looked at everything that could work."""
    return not any(tensor.dtype.name in WIDE_CLASSES for tensor in question.tensors)
