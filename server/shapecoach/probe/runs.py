"""Runs of axes (`*batch`) and bools that may be either: ask for several, and keep what all answers agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shapecoach.probe.answer import answer
from shapecoach.probe.arguments import UNKNOWN, Seq, Sizes, SomeBool, Value, map_value, walk
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksAtOneLength, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

LENGTHS = (2, 1, 3, 0)
"""How many axes a run is tried as."""


def answer_runs(question: Question) -> Outcome:
    """The answer that holds whatever the length of the runs in a question."""
    runs = [part for part in walk(question.everything) if isinstance(part, Run)]
    runs += [t.shape.run for t in question.tensors if t.shape is not None and t.shape.run]
    if not runs:
        return _answer_either(question)
    distinct = list(dict.fromkeys(runs))
    answers = {length: _answer_either(_expanded(question, length)) for length in LENGTHS[:1]}
    agreed = _contracted(answers[LENGTHS[0]], distinct)
    if isinstance(agreed, Unclear):
        return agreed
    for length in LENGTHS[1:]:
        answers[length] = _answer_either(_expanded(question, length))
        if not _agree(_at_length(agreed, length), answers[length], question):
            return _at_one_length(question, answers, distinct)
    return agreed


def _at_one_length(question: Question, answers: dict[int, Outcome], runs: Sequence[Run]) -> Outcome:
    """The answer where a run is taken for a fixed number of axes: one length works, and all others fail for certain."""
    if len(runs) > 1 or is_hasty():
        return Unclear()
    for length in LENGTHS:
        answers.setdefault(length, _answer_either(_expanded(question, length)))
    working = [length for length in LENGTHS if not isinstance(answers[length], Never)]
    if len(working) != 1 or not isinstance(answers[working[0]], Works):
        return Unclear()
    (length,) = working
    found = _contracted(answers[length], runs, length)
    return WorksAtOneLength(found.value, runs[0], length) if isinstance(found, Works) else Unclear()


def _answer_either(question: Question) -> Outcome:
    """The answer that holds whichever way the open bools of a question turn out."""
    if not any(isinstance(part, SomeBool) for part in walk(question.everything)):
        return answer(question)
    yes = answer(question.map(lambda leaf: True if isinstance(leaf, SomeBool) else leaf))
    no = answer(question.map(lambda leaf: False if isinstance(leaf, SomeBool) else leaf))
    return yes if _agree(yes, no, question) else Unclear()


def _agree(first: Outcome, second: Outcome, question: Question) -> bool:
    """Whether the second outcome is what the first says, unknown sizes of the first standing for any."""
    match first, second:
        case Works(), Works():
            return _covers(first.value, second.value, question)
        case WorksIf(), WorksIf():
            return first.equations == second.equations and _covers(first.value, second.value, question)
        case Never(), Never():
            return first.subject == second.subject
        case _:
            return False


def _covers(first: Value, second: Value, question: Question) -> bool:
    mine, other = list(_leaves(first)), list(_leaves(second))
    if len(mine) != len(other):
        return False
    stands_for: dict[Value, Value] = {}
    for left, right in zip(mine, other, strict=True):
        is_open = isinstance(left, Dim) and left.is_unknown and left.symbol not in question.symbols
        if (stands_for.setdefault(left, right) if is_open else left) != right:
            return False
    return True


def _leaves(value: Value) -> Iterator[Value]:
    """What a value is made of, down to the sizes of its tensors."""
    for part in walk(value):
        if isinstance(part, Tensor) and part.shape is not None and part.shape.dims is not None:
            yield from (len(part.shape.dims), part.dtype, *part.shape.dims)
        elif isinstance(part, Seq):
            yield from (len(part.items), part.is_list, part.names)
        elif not isinstance(part, tuple):
            yield part


def _run_axes(run: Run, length: int) -> tuple[Axis, ...]:
    return tuple(Axis(Dim.of(Symbol(f"*{run.name}[{index}]", scope=run.scope))) for index in range(length))


def _expanded(question: Question, length: int) -> Question:
    kwargs = tuple((name, _expand(value, length)) for name, value in question.kwargs)
    return Question(question.path, _spread(question.args, length), kwargs)


def _spread(values: Sequence[Value], length: int) -> tuple[Value, ...]:
    """The values with each run among them replaced by that many sizes."""
    spread: list[Value] = []
    for value in values:
        spread += (
            [axis.dim for axis in _run_axes(value, length)] if isinstance(value, Run) else [_expand(value, length)]
        )
    return tuple(spread)


def _expand(value: Value, length: int) -> Value:
    """A value with the runs in it replaced by that many axes or sizes."""
    match value:
        case Tensor(shape=Shape() as shape) if shape.run is not None:
            axes: list[Axis | Run] = []
            for axis in shape.axes:
                axes += _run_axes(axis, length) if isinstance(axis, Run) else (axis,)
            return value.with_shape(Shape(tuple(axes)))
        case Sizes(parts=parts):
            return Seq(_spread(parts, length))
        case Seq(items=items):
            return Seq(_spread(items, length), value.is_list, value.names)
        case _:
            return value


def _at_length(outcome: Outcome, length: int) -> Outcome:
    """What an outcome comes to where its runs have this length."""
    match outcome:
        case Works():
            return Works(_expand(outcome.value, length))
        case WorksIf():
            return replace(outcome, value=_expand(outcome.value, length))
        case _:
            return outcome


def _contracted(outcome: Outcome, runs: Sequence[Run], length: int = LENGTHS[0]) -> Outcome:
    """The outcome for so many axes with the runs put back."""
    match outcome:
        case Works():
            return Works(map_value(outcome.value, lambda leaf: _contract(leaf, runs, length)))
        case WorksIf() if not any(
            _is_of_a_run(symbol) for pair in outcome.equations for d in pair for symbol in d.symbols()
        ):
            return replace(outcome, value=map_value(outcome.value, lambda leaf: _contract(leaf, runs, length)))
        case Never():
            return outcome
        case _:
            return Unclear()


def _is_of_a_run(symbol: Symbol) -> bool:
    return symbol.name.startswith("*")


def _contract(leaf: Value, runs: Sequence[Run], length: int) -> Value:
    """Put a run back where its axes stand in a row; a size that is made of them in another way is unknown."""
    if isinstance(leaf, Dim):
        return UNKNOWN if any(map(_is_of_a_run, leaf.symbols())) else leaf
    if not isinstance(leaf, Tensor) or leaf.shape is None:
        return leaf
    axes = list(leaf.shape.axes)
    for run in runs:
        wanted = [axis.dim for axis in _run_axes(run, length)]
        for start in range(len(axes) - length + 1 if length else 0):
            if [axis.dim for axis in axes[start : start + length] if isinstance(axis, Axis)] == wanted:
                axes[start : start + length] = [run]
                break
    return leaf.with_shape(Shape(tuple(_without_runs(axis) for axis in axes)))


def _without_runs(axis: Axis | Run) -> Axis | Run:
    mixed = isinstance(axis, Axis) and any(map(_is_of_a_run, axis.dim.symbols()))
    return Axis(fresh_dim()) if mixed else axis
