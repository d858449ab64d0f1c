"""Trying an operation out: does it run, and does a real tensor agree with one that has no data?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import torch

from shapecoach.probe.call import CPU, LARGEST_REAL, META, call
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.layout import Raw
from shapecoach.probe.making import NO_DTYPES, NotProbeableError, VanishingError
from shapecoach.probe.question import Question
from shapecoach.probe.refusal import is_missed_on_meta, numbers_in, speaks_of_arguments
from shapecoach.probe.witness import MOST_ORDERS, Witness, Witnesses, orders
from shapecoach.shapes.dim import Kind, Symbol
from shapecoach.shapes.tensor import Framework


def runs(question: Question, witness: Witness, device: torch.device = META,
         dtypes: Mapping[str, str] = NO_DTYPES) -> bool:  # fmt: skip
    """Whether the library takes the arguments at one witness."""
    return refusal(question, witness, device, dtypes) is None


def refusal(question: Question, witness: Witness, device: torch.device = META,
            dtypes: Mapping[str, str] = NO_DTYPES) -> Exception | None:  # fmt: skip
    """What the library says against the arguments at one witness, None where it takes them."""
    try:
        call(question, witness, device, dtypes)
    except Exception as error:  # any refusal is a no
        return error
    return None


def runs_for_real(question: Question, witness: Witness, dtypes: Mapping[str, str] = NO_DTYPES) -> bool:
    """Whether it runs at one witness, on real tensors too where those are small enough to make."""
    return _refused_for_real(question, witness, dtypes) is None


def _refused_for_real(
    question: Question, witness: Witness, dtypes: Mapping[str, str] = NO_DTYPES
) -> Exception | None:  # fmt: skip
    try:
        raw = call(question, witness, META, dtypes)
        if raw.numel <= LARGEST_REAL:
            call(question, witness, CPU, dtypes)
    except NotProbeableError as error:
        return None if runs(question, witness, META, dtypes) else error
    except Exception as error:  # any refusal is a no, but for a matrix of ones being singular
        return None if type(error).__name__ == "_LinAlgError" else error
    return None


class Trials:
    """Runs of one question at many sizes, and what is learned from those that were refused."""

    def __init__(self, mentioned: Sequence[int]) -> None:
        self.mentioned = list(mentioned)
        """The numbers that the library has mentioned: what it asks for is often among them."""
        self.in_doubt = False
        """Whether something was refused for another reason than its arguments, so that no refusal proves anything."""
        self.kinds: set[str] = set()
        """What the refusals say, numbers aside."""

    def prove(self, question: Question) -> bool:
        """Whether finding no sizes that work proves that there are none.

        A module of literal sizes may ask for several things of several axes, and be met at a single point; of many
        tensors that are joined, so many axes may have to be alike that no draw makes them so.
        """
        sizes = (4, 12, 4 * question.comes_out_even)
        alike = [Witness(dict.fromkeys(question.symbols, size)) for size in sizes]
        if question.path in _JOINING:  # which broadcasts nothing: at 1 products are alike, too
            alike.append(Witness({symbol: 4 if symbol.kind is Kind.RIGID else 1 for symbol in question.symbols}))
        if not is_hasty() and any(self.runs(question, witness) for witness in alike):
            return False
        return not self.in_doubt and not (question.path.endswith(".__call__") and len(self.kinds) > MOST_KINDS)

    def runs(self, question: Question, witness: Witness) -> bool:
        error = _refused_for_real(question, witness)
        if error is None:
            return True
        if not isinstance(error, VanishingError | NotProbeableError) and not speaks_of_arguments(error, question):
            self.in_doubt = True
        self.kinds.add(re.sub(r"\d+", "", str(error)))
        if len(self.mentioned) < MOST_MENTIONED:
            new = (n for n in numbers_in(error, question, witness) if n not in self.mentioned)
            self.mentioned += list(new)[: MOST_MENTIONED - len(self.mentioned)]
        return False


_JOINING = frozenset(f"torch.{name}" for name in "stack cat concat concatenate hstack vstack dstack".split())
MOST_MENTIONED = 24
MOST_KINDS = 1


def workable_witnesses(question: Question, most_orders: int = MOST_ORDERS) -> Witnesses | None:
    """Three witnesses at which the operation runs, real tensors agreeing, or None.

    Where it runs at distinct sizes that are ordered in some way, what it asks for is that one is larger than another,
    and not that two are equal.
    """
    in_order = _ordered_witnesses(question, most_orders)
    for witnesses, order in chain([(question.witnesses, question.symbols)], in_order):
        if all(runs(question, witness) for witness in witnesses) and _agrees_for_real(question, order):
            return witnesses
    return None


def _ordered_witnesses(question: Question, most_orders: int) -> Iterator[tuple[Witnesses, Sequence[Symbol]]]:
    """Witnesses for each order, first those at which no axis vanishes: an empty tensor is taken where another isn't."""
    others: list[tuple[Witnesses, Sequence[Symbol]]] = []
    for order in orders(question.symbols, most_orders):
        witnesses = question.ordered_witnesses(order)
        if question.can_be_made(witnesses):
            yield witnesses, order
        else:
            others.append((witnesses, order))
    yield from others


def _agrees_for_real(question: Question, order: Sequence[Symbol]) -> bool:
    try:
        check_for_real(question, order)
    except (RuntimeError, IndexError):
        return False
    return True


def check_for_real(question: Question, order: Sequence[Symbol] | None = None) -> Raw | None:
    """Raise what the real kernel raises where its meta twin doesn't look: at element types and axis numbers.

    What came out at those small sizes on the way is given back, if anything did.
    """
    if question.path == "operator.getitem" or not question.tensors or question.framework is not Framework.TORCH:
        return None
    witness = question.small(order)
    raw: Raw | None = None
    try:
        raw = call(question, witness)
        if raw.numel <= LARGEST_REAL:
            call(question, witness, CPU)
    except (RuntimeError, IndexError) as error:
        if is_missed_on_meta(error):
            raise
    except Exception:  # values (a singular matrix, an index out of range) are no concern of shapes
        pass
    return raw
