"""Trying an operation out: does it run, and does a real tensor agree with one that has no data?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import torch

from shapecoach.probe.call import CPU, LARGEST_REAL, META, call
from shapecoach.probe.making import NO_DTYPES, NotProbeableError
from shapecoach.probe.question import Question
from shapecoach.probe.refusal import is_missed_on_meta
from shapecoach.probe.witness import MOST_ORDERS, Witness, Witnesses, orders
from shapecoach.shapes.dim import Symbol
from shapecoach.shapes.tensor import Framework


def runs(question: Question, witness: Witness, device: torch.device = META,
         dtypes: Mapping[str, str] = NO_DTYPES) -> bool:  # fmt: skip
    """Whether the library takes the arguments at one witness."""
    try:
        call(question, witness, device, dtypes)
    except Exception:  # any refusal is a no
        return False
    return True


def runs_for_real(question: Question, witness: Witness, dtypes: Mapping[str, str] = NO_DTYPES) -> bool:
    """Whether it runs at one witness, on real tensors too where those are small enough to make."""
    try:
        raw = call(question, witness, META, dtypes)
        if raw.numel <= LARGEST_REAL:
            call(question, witness, CPU, dtypes)
    except NotProbeableError:
        return runs(question, witness, META, dtypes)
    except Exception as error:  # any refusal is a no, but for a matrix of ones being singular
        return type(error).__name__ == "_LinAlgError"
    return True


def workable_witnesses(question: Question, most_orders: int = MOST_ORDERS) -> Witnesses | None:
    """Three witnesses at which the operation runs, real tensors agreeing, or None.

    Where it runs at distinct sizes that are ordered in some way, what it asks for is that one is larger than another,
    and not that two are equal.
    """
    in_order = ((question.ordered_witnesses(order), order) for order in orders(question.symbols, most_orders))
    for witnesses, order in chain([(question.witnesses, question.symbols)], in_order):
        if all(runs(question, witness) for witness in witnesses) and _agrees_for_real(question, order):
            return witnesses
    return None


def _agrees_for_real(question: Question, order: Sequence[Symbol]) -> bool:
    try:
        check_for_real(question, order)
    except (RuntimeError, IndexError):
        return False
    return True


def check_for_real(question: Question, order: Sequence[Symbol] | None = None) -> None:
    """Raise what the real kernel raises where its meta twin doesn't look: at element types and axis numbers."""
    if question.path == "operator.getitem" or not question.tensors or question.framework is not Framework.TORCH:
        return
    witness = question.small(order)
    try:
        if call(question, witness).numel <= LARGEST_REAL:
            call(question, witness, CPU)
    except (RuntimeError, IndexError) as error:
        if is_missed_on_meta(error):
            raise
    except Exception:  # values (a singular matrix, an index out of range) are no concern of shapes
        return
