"""How the tensor that comes out of an operation lies in memory, and whether that lets it be viewed anew."""

from __future__ import annotations

from functools import lru_cache

from shapecoach.probe.call import sizes_and_strides
from shapecoach.probe.question import Question
from shapecoach.probe.tries import refusal
from shapecoach.probe.witness import Witness
from shapecoach.shapes.dim import Kind
from shapecoach.shapes.tensor import Strides


@lru_cache(maxsize=4096)
def strides_of(question: Question) -> Strides | None:
    """How the result lies in memory; None where that is unknown.

    The tensors of the question lie in memory as they say: `Tensor.strides` is part of the question here.  Asked is only
    what moves, cuts, inserts or repeats axes of a tensor without gaps, so that none arise.
    """
    try:
        found = sizes_and_strides(question, question.witnesses[0])
    except Exception:  # any refusal: then there is no result
        return None
    if found is None:
        return None
    sizes, strides = found
    longer = [stride for size, stride in zip(sizes, strides, strict=True) if size > 1 and stride > 0]
    if len(set(longer)) != len(longer):
        return None
    order = tuple(sum(other > stride for other in strides) for stride in strides)
    return Strides(order, frozenset(axis for axis, stride in enumerate(strides) if stride == 0))


_REFUSAL = "view size is not compatible with input tensor"


@lru_cache(maxsize=1024)
def cannot_be_viewed(question: Question) -> bool:
    """Whether PyTorch refuses a view because of how its tensor lies in memory, an unknown size being 1 or not.

    An int may be 1 as well: an axis that is repeated once can be viewed like any other.
    """
    first, *_ = question.witnesses
    witnesses: list[Witness | None] = [*question.witnesses, question.at_ones(first)]
    if any(tensor.strides is not None and tensor.strides.repeated for tensor in question.tensors):
        ints = [symbol for symbol in question.symbols if symbol.kind is not Kind.RIGID]
        witnesses.append(Witness({**first.sizes, **dict.fromkeys(ints, 1)}, first.real))
    return all(_REFUSAL in str(refusal(question, witness)) for witness in witnesses if witness is not None)
