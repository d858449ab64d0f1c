"""Runs of axes (`*batch`) and bools that may be either: ask for several, and keep what all answers agree on."""

from __future__ import annotations

from collections.abc import Sequence

from shapecoach.probe.answer import answer
from shapecoach.probe.arguments import UNKNOWN, SomeBool, Value, map_value, substitute, symbols_of, walk
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksIf
from shapecoach.probe.question import Question
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Kind, Symbol
from shapecoach.shapes.tensor import Tensor

LENGTHS = (2, 1, 3, 0)
"""How many axes a run is tried as."""


def answer_runs(question: Question) -> Outcome:
    """The answer that holds whatever the length of the runs in a question."""
    runs = list(dict.fromkeys(t.shape.run for t in question.tensors if t.shape is not None and t.shape.run))
    if not runs:
        return _answer_either(question)
    agreed: Outcome = Unclear()
    for length in LENGTHS:
        outcome = _contracted(_answer_either(_expanded(question, length)), length, runs)
        if length == LENGTHS[0]:
            agreed = outcome
        elif not _agree(agreed if length else _without_runs(agreed), outcome):
            return Unclear()
    return agreed


def _answer_either(question: Question) -> Outcome:
    """The answer that holds whichever way the open bools of a question turn out."""
    if not any(isinstance(part, SomeBool) for part in walk(question.everything)):
        return answer(question)
    yes = answer(question.map(lambda leaf: True if isinstance(leaf, SomeBool) else leaf))
    no = answer(question.map(lambda leaf: False if isinstance(leaf, SomeBool) else leaf))
    return yes if _agree(yes, no) else Unclear()


def _agree(first: Outcome, second: Outcome) -> bool:
    match first, second:
        case Works(), Works():
            return _numbered(first.value) == _numbered(second.value)
        case WorksIf(), WorksIf():
            same = first.equations == second.equations
            return same and _numbered(first.value) == _numbered(second.value)
        case Never(), Never():
            return first.subject == second.subject
        case _:
            return False


def _numbered(value: Value) -> Value:
    """The value with its unknown sizes numbered, so that two answers can be compared."""
    unknown = [
        s for part in walk(value) for s in sorted(symbols_of(part), key=lambda s: s.name) if s.kind is Kind.UNKNOWN
    ]
    names = {symbol: Dim.of(Symbol(f"?#{index}", Kind.UNKNOWN)) for index, symbol in enumerate(dict.fromkeys(unknown))}
    return substitute(value, names)


def _run_axes(run: Run, length: int) -> tuple[Axis, ...]:
    return tuple(Axis(Dim.of(Symbol(f"*{run.name}[{index}]", scope=run.scope))) for index in range(length))


def _expanded(question: Question, length: int) -> Question:
    return question.map(lambda leaf: _expand(leaf, length))


def _expand(leaf: Value, length: int) -> Value:
    """A tensor with its run replaced by that many axes."""
    if not isinstance(leaf, Tensor) or leaf.shape is None or leaf.shape.run is None:
        return leaf
    axes: list[Axis | Run] = []
    for axis in leaf.shape.axes:
        axes += _run_axes(axis, length) if isinstance(axis, Run) else (axis,)
    return Tensor(Shape(tuple(axes)), leaf.dtype)


def _contracted(outcome: Outcome, length: int, runs: Sequence[Run]) -> Outcome:
    match outcome:
        case Works():
            return Works(map_value(outcome.value, lambda leaf: _contract(leaf, length, runs)))
        case WorksIf() if not any(
            _is_of_a_run(symbol) for pair in outcome.equations for d in pair for symbol in d.symbols()
        ):
            value = map_value(outcome.value, lambda leaf: _contract(leaf, length, runs))
            return WorksIf(value, outcome.equations, outcome.replacements, outcome.reason)
        case Never():
            return outcome
        case _:
            return Unclear()


def _is_of_a_run(symbol: Symbol) -> bool:
    return symbol.name.startswith("*")


def _contract(leaf: Value, length: int, runs: Sequence[Run]) -> Value:
    """Put a run back where its axes stand in a row; unknown where they no longer do."""
    if isinstance(leaf, Dim):
        return UNKNOWN if any(map(_is_of_a_run, leaf.symbols())) else leaf
    if not isinstance(leaf, Tensor) or leaf.shape is None:
        return leaf
    axes = list(leaf.shape.axes)
    for run in runs:
        wanted = [axis.dim for axis in _run_axes(run, length)]
        for start in range(len(axes) - length + 1):
            if length and [axis.dim for axis in axes[start : start + length] if isinstance(axis, Axis)] == wanted:
                axes[start : start + length] = [run]
                break
    left = (axis for axis in axes if isinstance(axis, Axis))
    if any(_is_of_a_run(symbol) for axis in left for symbol in axis.dim.symbols()):
        return Tensor(None, leaf.dtype)
    return Tensor(Shape(tuple(axes)), leaf.dtype)


def _without_runs(outcome: Outcome) -> Outcome:
    """What an outcome comes to where its runs are empty."""

    def strip(leaf: Value) -> Value:
        if not isinstance(leaf, Tensor) or leaf.shape is None:
            return leaf
        return Tensor(Shape(tuple(axis for axis in leaf.shape.axes if isinstance(axis, Axis))), leaf.dtype)

    match outcome:
        case Works():
            return Works(map_value(outcome.value, strip))
        case WorksIf():
            value = map_value(outcome.value, strip)
            return WorksIf(value, outcome.equations, outcome.replacements, outcome.reason)
        case _:
            return outcome
