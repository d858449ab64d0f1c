"""Runs of axes (`*batch`) and bools that may be either: ask for several, and keep what all answers agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from shapecoach.probe.arguments import UNKNOWN, Seq, Sizes, SomeBool, Value, map_value, walk
from shapecoach.probe.choices import MOST_CHOICES, answer_choices
from shapecoach.probe.haste import is_hasty
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksAtOneLength, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Run, Shape
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

LENGTHS = (2, 1, 3, 0)
"""How many axes a run is tried as."""


@dataclass(frozen=True)
class Lengths:
    """How many axes all runs have, and how many of them there are at each place of a run that may have fewer."""

    length: int
    at_places: Mapping[str, int] = field(default_factory=dict[str, int])

    def axes(self, run: Run) -> tuple[Axis, ...]:
        """The axes that a run is here."""
        dims = [Dim.of(Symbol(f"*{run.name}[{index}]", scope=run.scope)) for index in range(self.length)]
        if not run.places:
            return tuple(map(Axis, dims))
        axes: list[Axis] = []
        for index, dim in enumerate(dims):
            at = [place for place in sorted(run.places) if self.at_places[place] >= self.length - index]
            axes += [Axis(Dim.one_or(dim, *(f"{place}[{index}]" for place in at)))] if at else []
        return tuple(axes)

    @staticmethod
    def of(runs: Sequence[Run]) -> Iterator[Lengths]:
        """All that are tried, the most telling first."""
        places = sorted({place for run in runs for place in run.places})
        for length in LENGTHS:
            if len(places) * length <= MOST_CHOICES:
                fewer = product(range(length, -1, -1), repeat=len(places))
                yield from (Lengths(length, dict(zip(places, numbers, strict=True))) for numbers in fewer)


def answer_runs(question: Question) -> Outcome:
    """The answer that holds whatever the length of the runs in a question."""
    runs = [part for part in walk(question.everything) if isinstance(part, Run)]
    runs += [t.shape.run for t in question.tensors if t.shape is not None and t.shape.run]
    if not runs:
        return _answer_either(question)
    distinct = list(dict.fromkeys(runs))
    first, *others = Lengths.of(distinct)
    if first.length < LENGTHS[0]:
        return Unclear()
    agreed = _contracted(_answer_either(_expanded(question, first)), [*distinct, *_broadcast(distinct)], first)
    if isinstance(agreed, Unclear):
        return agreed
    for lengths in others:
        if not _agree(_at_length(agreed, lengths), _answer_either(_expanded(question, lengths)), question):
            return _at_one_length(question, distinct)
    return agreed


def _broadcast(runs: Sequence[Run]) -> Iterator[Run]:
    """What comes of runs that broadcast together: `*#batch` of several places."""
    for number in range(2, len(runs) + 1):
        for among in combinations([run for run in runs if run.places], number):
            if len({(run.name, run.scope) for run in among}) == 1:
                yield replace(among[0], places=frozenset(place for run in among for place in run.places))


def _at_one_length(question: Question, runs: Sequence[Run]) -> Outcome:
    """The answer where a run is taken for a fixed number of axes: one length works, and all others fail for certain."""
    if len(runs) > 1 or is_hasty() or runs[0].places:
        return Unclear()
    answers = {length: _answer_either(_expanded(question, Lengths(length))) for length in LENGTHS}
    working = [length for length in LENGTHS if not isinstance(answers[length], Never)]
    if len(working) != 1 or not isinstance(answers[working[0]], Works):
        return Unclear()
    (length,) = working
    found = _contracted(answers[length], runs, Lengths(length))
    return WorksAtOneLength(found.value, runs[0], length) if isinstance(found, Works) else Unclear()


def _answer_either(question: Question) -> Outcome:
    """The answer that holds whichever way the open bools of a question turn out."""
    if not any(isinstance(part, SomeBool) for part in walk(question.everything)):
        return answer_choices(question)
    yes = answer_choices(question.map(lambda leaf: True if isinstance(leaf, SomeBool) else leaf))
    no = answer_choices(question.map(lambda leaf: False if isinstance(leaf, SomeBool) else leaf))
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


def _expanded(question: Question, lengths: Lengths) -> Question:
    kwargs = tuple((name, _expand(value, lengths)) for name, value in question.kwargs)
    return Question(question.path, _spread(question.args, lengths), kwargs)


def _spread(values: Sequence[Value], lengths: Lengths) -> tuple[Value, ...]:
    """The values with each run among them replaced by that many sizes."""
    spread: list[Value] = []
    for value in values:
        spread += [axis.dim for axis in lengths.axes(value)] if isinstance(value, Run) else [_expand(value, lengths)]
    return tuple(spread)


def _expand(value: Value, lengths: Lengths) -> Value:
    """A value with the runs in it replaced by that many axes or sizes."""
    match value:
        case Tensor(shape=Shape() as shape) if shape.run is not None:
            axes: list[Axis | Run] = []
            for axis in shape.axes:
                axes += lengths.axes(axis) if isinstance(axis, Run) else (axis,)
            return value.with_shape(Shape(tuple(axes)))
        case Sizes(parts=parts):
            return Seq(_spread(parts, lengths))
        case Seq(items=items):
            return Seq(_spread(items, lengths), value.is_list, value.names)
        case _:
            return value


def _at_length(outcome: Outcome, lengths: Lengths) -> Outcome:
    """What an outcome comes to where its runs have this length."""
    match outcome:
        case Works():
            return Works(_expand(outcome.value, lengths))
        case WorksIf():
            return replace(outcome, value=_expand(outcome.value, lengths))
        case _:
            return outcome


def _contracted(outcome: Outcome, runs: Sequence[Run], lengths: Lengths) -> Outcome:
    """The outcome for so many axes with the runs put back."""
    match outcome:
        case Works():
            return Works(map_value(outcome.value, lambda leaf: _contract(leaf, runs, lengths)))
        case WorksIf() if not any(
            _is_of_a_run(symbol) for pair in outcome.equations for d in pair for symbol in d.symbols()
        ):
            return replace(outcome, value=map_value(outcome.value, lambda leaf: _contract(leaf, runs, lengths)))
        case Never():
            return outcome
        case _:
            return Unclear()


def _is_of_a_run(symbol: Symbol) -> bool:
    return symbol.name.startswith("*")


def _contract(leaf: Value, runs: Sequence[Run], lengths: Lengths) -> Value:
    """Put a run back where its axes stand in a row; a size that is made of them in another way is unknown."""
    if isinstance(leaf, Dim):
        return UNKNOWN if any(map(_is_of_a_run, leaf.symbols())) else leaf
    if not isinstance(leaf, Tensor) or leaf.shape is None:
        return leaf
    axes = list(leaf.shape.axes)
    for run in runs:
        wanted = [axis.dim for axis in lengths.axes(run)]
        for start in range(len(axes) - len(wanted) + 1 if wanted else 0):
            if [axis.dim for axis in axes[start : start + len(wanted)] if isinstance(axis, Axis)] == wanted:
                axes[start : start + len(wanted)] = [run]
                break
    return leaf.with_shape(Shape(tuple(_without_runs(axis) for axis in axes)))


def _without_runs(axis: Axis | Run) -> Axis | Run:
    mixed = isinstance(axis, Axis) and any(map(_is_of_a_run, axis.dim.symbols()))
    return Axis(fresh_dim()) if mixed else axis
