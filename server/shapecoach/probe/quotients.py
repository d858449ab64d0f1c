"""Quotients (`n_heads//n_groups`) as sizes of their own: what holds whatever they are holds for them.

What is worked out by division is often 0 or equal to another size at the witnesses, which hides what became of it.
"""

from __future__ import annotations

from shapecoach.probe.answer import answer
from shapecoach.probe.arguments import substitute, symbols_of
from shapecoach.probe.outcome import Outcome, Unclear, Works
from shapecoach.probe.question import Question
from shapecoach.shapes.dim import Dim, FloorDiv, Kind, Symbol


def answer_quotients(question: Question) -> Outcome:
    """The answer; where it leaves something unknown, the one for any sizes in the place of the quotients."""
    outcome = answer(question)
    if not is_unsure(outcome, question):
        return outcome
    quotients: set[FloorDiv] = set()
    for dim in (*question.axes, *question.ints):
        quotients |= dim.quotients()
    in_order = sorted(quotients, key=lambda quotient: quotient.sort_key)
    stand_ins = {quotient: Symbol(f"§//{number}§") for number, quotient in enumerate(in_order)}
    if not stand_ins:
        return outcome
    exchanged = {quotient: Dim.of(symbol) for quotient, symbol in stand_ins.items()}
    of_any = answer(question.map_dims(lambda dim: dim.exchange(exchanged)))
    if not isinstance(of_any, Works):
        return outcome
    return Works(substitute(of_any.value, {symbol: Dim.of(quotient) for quotient, symbol in stand_ins.items()}))


def is_unsure(outcome: Outcome, question: Question) -> bool:
    match outcome:
        case Works(value=value):
            return any(s.kind is Kind.UNKNOWN for s in symbols_of(value) - frozenset(question.symbols))
        case Unclear():
            return True
        case _:
            return False
