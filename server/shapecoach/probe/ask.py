"""Asking the library: one symbolic operation in, an Outcome out.  Memoised, and pure.

The memo has two levels: the question as it was asked, and the same question with its symbols renamed by order of
appearance, so that one answer serves every naming.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapecoach.probe import library, special
from shapecoach.probe.arguments import Value, substitute, symbols_of
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.limits import is_too_large
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksAtOneLength, WorksIf
from shapecoach.probe.preparing import prepare
from shapecoach.probe.question import Question
from shapecoach.probe.runs import answer_runs
from shapecoach.probe.unknown import afresh
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Framework

prepare()  # now that everything is imported, and before anybody hides it from that with `gc.freeze`

MOST_REMEMBERED = 50_000
_memo: dict[Question, tuple[Outcome, bool]] = {}
"""Outcomes, and whether they hold unknown sizes of their own."""
_memo_of_canonical: dict[Question, Outcome] = {}


def probe(path: str, args: Sequence[Value], kwargs: Mapping[str, Value] | None = None) -> Outcome:
    """What the operation gives for all sizes of its symbols.

    Never raises: what can't be asked is Unclear.
    """
    question = Question(path, tuple(args), tuple(sorted(kwargs.items())) if kwargs else ())
    if is_too_large(question):
        return Unclear()
    try:
        remembered = _memo.get(question)
    except TypeError:  # something that isn't of the probes' vocabulary
        return Unclear()
    if remembered is None:
        outcome = _ask(question)
        if is_hasty() and not isinstance(outcome, Works):
            return outcome
        remembered = (outcome, bool(_own_unknowns(outcome, question)))
        if len(_memo) > MOST_REMEMBERED:
            _memo.clear()
            _memo_of_canonical.clear()
        _memo[question] = remembered
    outcome, has_own_unknowns = remembered
    return _replaced(outcome, _own_unknowns(outcome, question)) if has_own_unknowns else outcome


def _ask(question: Question) -> Outcome:
    if question.framework not in (Framework.TORCH, Framework.NUMPY):
        return Unclear()
    if library.resolve(question.path) is None and question.path not in special.RULES:
        return Unclear()
    names = {symbol: _stand_in(symbol, index) for index, symbol in enumerate(dict.fromkeys(question.in_order()))}
    canonical = question.substitute({symbol: Dim.of(name) for symbol, name in names.items()})
    outcome = _memo_of_canonical.get(canonical)
    if outcome is None:
        outcome = answer_runs(canonical)
        if isinstance(outcome, Works) or not is_hasty():
            _memo_of_canonical[canonical] = outcome
    return _renamed(outcome, {name: symbol for symbol, name in names.items()})


def _stand_in(symbol: Symbol, index: int) -> Symbol:
    """What is asked about in the place of a symbol, so that the answer holds for another name too."""
    return Symbol(f"?§{index}§" if symbol.is_nameless else f"§{index}§", symbol.kind)


def _own_unknowns(outcome: Outcome, question: Question) -> dict[Symbol, Dim]:
    if not isinstance(outcome, Works | WorksAtOneLength | WorksIf):
        return {}
    return afresh(symbols_of(outcome.value), question.symbols)


def _renamed(outcome: Outcome, names: Mapping[Symbol, Symbol]) -> Outcome:
    """The outcome in the question's own names, those of quotients (`§0§//8`) and of the library's reason included."""
    if not names:
        return outcome
    texts = {name.name: symbol.name for name, symbol in names.items()}

    def rename(text: str) -> str:
        return re.sub(r"\??§\d+§", lambda match: texts.get(match.group(), match.group()), text)

    def own(symbol: Symbol) -> Symbol:
        if symbol in names:
            return names[symbol]
        scope = next((names[known].scope for known in names if known.name in symbol.name), symbol.scope)
        return Symbol(rename(symbol.name), symbol.kind, scope)

    match outcome:
        case Works() | WorksAtOneLength():
            return _replaced(outcome, {symbol: Dim.of(own(symbol)) for symbol in symbols_of(outcome.value)})
        case WorksIf():
            symbols = symbols_of((outcome.value, *outcome.equations)) | {symbol for symbol, _ in outcome.replacements}
            back = {symbol: Dim.of(own(symbol)) for symbol in symbols}
            renamed = WorksIf(outcome.value, outcome.equations, outcome.replacements, rename(outcome.reason))
            return _replaced(renamed, back)
        case Never():
            return Never(rename(outcome.reason), outcome.subject)
        case _:
            return outcome


def _replaced(outcome: Outcome, back: Mapping[Symbol, Dim]) -> Outcome:
    """The outcome with symbols exchanged for others."""
    match outcome:
        case Works():
            return Works(substitute(outcome.value, back))
        case WorksAtOneLength():
            return replace(outcome, value=substitute(outcome.value, back))
        case WorksIf():
            return WorksIf(
                substitute(outcome.value, back),
                tuple((first.substitute(back), second.substitute(back)) for first, second in outcome.equations),
                tuple(
                    (back[symbol].symbol or symbol if symbol in back else symbol, dim.substitute(back))
                    for symbol, dim in outcome.replacements
                ),
                outcome.reason,
            )
        case _:
            return outcome
