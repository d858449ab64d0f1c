"""How the tensor that comes out of an operation lies in memory, and whether that lets it be viewed anew."""

from __future__ import annotations

from functools import lru_cache

from shapecoach.probe.call import strides
from shapecoach.probe.question import Question
from shapecoach.probe.tries import refusal
from shapecoach.probe.witness import Witness


@lru_cache(maxsize=4096)
def order_of(question: Question) -> tuple[int, ...] | None:
    """How many axes of the result have a larger stride, for each; None where that is unknown.

    The tensors of the question lie in memory as they say: `Tensor.stride_order` is part of the question here.  Asked is
    only what moves or cuts axes of a tensor without gaps, so that none arise.
    """
    try:
        found = strides(question, question.witnesses[0])
    except Exception:  # any refusal: then there is no result
        return None
    if found is None or len(set(found)) != len(found):  # of two equal strides one is that of an axis of 1
        return None
    return tuple(sum(other > stride for other in found) for stride in found)


_REFUSAL = "view size is not compatible with input tensor"


@lru_cache(maxsize=1024)
def cannot_be_viewed(question: Question) -> bool:
    """Whether PyTorch refuses a view because of how its tensor lies in memory, an unknown size being 1 or not."""
    witnesses: list[Witness | None] = [*question.witnesses, question.at_ones(question.witnesses[0])]
    return all(_REFUSAL in str(refusal(question, witness)) for witness in witnesses if witness is not None)
