"""Asking the library: one symbolic operation in, an Outcome out.  Memoised, and pure.

The memo has two levels: the question as it was asked, and the same question with its symbols renamed by order of
appearance, so that one answer serves every naming.  What was asked in haste proves nothing: it has a memo of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shapecoach.probe import library, special
from shapecoach.probe.arguments import Value, map_value, substitute, symbols_of
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.limits import is_too_large
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksAtOneLength, WorksIf
from shapecoach.probe.preparing import prepare
from shapecoach.probe.question import Question
from shapecoach.probe.runs import answer_runs
from shapecoach.probe.searches import Searched, searching, whoever_asks
from shapecoach.probe.unknown import afresh
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Framework, Tensor

prepare()  # now that everything is imported, and before anybody hides it from that with `gc.freeze`

MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Answer:
    """An outcome, and the search it took: of the canonical question, if any."""

    outcome: Outcome
    searched: Searched
    has_own_unknowns: bool = False


@dataclass(frozen=True, slots=True)
class _Memo:
    """The answers to questions as they were asked, and to canonical ones."""

    as_asked: dict[Question, _Answer] = field(default_factory=dict[Question, _Answer])
    canonical: dict[Question, _Answer] = field(default_factory=dict[Question, _Answer])

    def forget_if_full(self) -> None:
        if len(self.as_asked) > MOST_REMEMBERED:
            self.as_asked.clear()
            self.canonical.clear()


_memo, _memo_of_haste = _Memo(), _Memo()
_UNCLEAR = _Answer(Unclear(), {})


def probe(path: str, args: Sequence[Value], kwargs: Mapping[str, Value] | None = None) -> Outcome:
    """What the operation gives for all sizes of its symbols.

    Never raises: what can't be asked is Unclear.
    """
    question = Question(path, tuple(args), tuple(sorted(kwargs.items())) if kwargs else ())
    try:
        answer = _memo.as_asked.get(question) or (_memo_of_haste.as_asked.get(question) if is_hasty() else None)
    except TypeError:  # something that isn't of the probes' vocabulary
        return Unclear()
    if answer is None and is_too_large(question):
        return Unclear()
    if answer is None:
        answer = _ask(question)
    if answer.searched and (asking := whoever_asks()) is not None:
        if not asking.may_begin:
            return Unclear()
        asking.charge(answer.searched)
    outcome = _written_as_asked(answer.outcome, question)
    return _replaced(outcome, _own_unknowns(outcome, question)) if answer.has_own_unknowns else outcome


def _written_as_asked(outcome: Outcome, question: Question) -> Outcome:
    """The outcome with products written as the question has them: it may be remembered from another, equal one."""
    written = {dim: dim for dim in (*question.axes, *question.ints) if len(dim.spelling) > 1}
    if not written or not isinstance(outcome, Works | WorksAtOneLength | WorksIf):
        return outcome

    def change(leaf: Value) -> Value:
        if isinstance(leaf, Tensor) and leaf.shape is not None:
            axes = (
                replace(axis, dim=written.get(axis.dim, axis.dim)) if isinstance(axis, Axis) else axis
                for axis in leaf.shape.axes
            )
            return replace(leaf, shape=Shape(tuple(axes)))
        return written.get(leaf, leaf) if isinstance(leaf, Dim) else leaf

    return replace(outcome, value=map_value(outcome.value, change))


def _ask(question: Question) -> _Answer:
    if question.framework not in (Framework.TORCH, Framework.NUMPY):
        return _UNCLEAR
    if library.resolve(question.path) is None and question.path not in special.RULES:
        return _UNCLEAR
    names = {symbol: _stand_in(symbol, index) for index, symbol in enumerate(dict.fromkeys(question.in_order()))}
    canonical = question.substitute({symbol: Dim.of(name) for symbol, name in names.items()})
    found = _memo.canonical.get(canonical) or (_memo_of_haste.canonical.get(canonical) if is_hasty() else None)
    if found is None:
        with searching() as search:
            outcome = answer_runs(canonical)
        if search.was_denied:
            return _UNCLEAR
        found = _Answer(outcome, {canonical: search.calls} if search.has_begun else {})
        _memo_for(found).canonical[canonical] = found
    outcome = _renamed(found.outcome, {name: symbol for symbol, name in names.items()})
    answer = _Answer(outcome, found.searched, bool(_own_unknowns(outcome, question)))
    memo = _memo_for(answer)
    memo.forget_if_full()
    memo.as_asked[question] = answer
    return answer


def _memo_for(answer: _Answer) -> _Memo:
    """Where an answer of now is remembered: what works without a search does so however it was asked."""
    return _memo if not is_hasty() or (isinstance(answer.outcome, Works) and not answer.searched) else _memo_of_haste


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
