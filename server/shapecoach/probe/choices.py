"""Sizes that are one of several, `#d` (1 or d) and `min(n,20)`: ask for each, and keep what the answers agree on."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import TypeGuard

from shapecoach.probe.answer import answer
from shapecoach.probe.arguments import UNKNOWN, Listing, Seq, Value, substitute, symbols_of
from shapecoach.probe.equations import always_differ
from shapecoach.probe.outcome import Never, Outcome, Unclear, Works, WorksIf
from shapecoach.probe.question import Question
from shapecoach.probe.quotients import answer_quotients, is_unsure
from shapecoach.probe.tries import runs
from shapecoach.probe.unknown import fresh_dim
from shapecoach.shapes.axis import Axis, Shape
from shapecoach.shapes.dim import Dim, Extreme, OneOr, Symbol
from shapecoach.shapes.tensor import ANY, Tensor

Choice = Extreme | OneOr
Chosen = tuple[Dim, ...]

ONE = Dim.of(1)
MOST_CHOICES = 4
"""How many sizes that are one of two a question may hold: each doubles what is asked."""


def answer_choices(question: Question) -> Outcome:
    """The answer that holds whichever one each size is that is one of several."""
    choices = _choices(question)
    if not choices:
        return answer_quotients(question)
    blurred: Outcome = Unclear()
    if not any(isinstance(choice, OneOr) for choice in choices):
        blurred, whatever_they_are = _blurred(question)
        if isinstance(blurred, Works) and whatever_they_are and not is_unsure(blurred, question):
            return blurred
    if len(choices) > MOST_CHOICES or any(len(choice.parts) != 2 for choice in choices):
        return blurred
    answers: dict[Chosen, Outcome] = {}
    for chosen in product(*(choice.parts for choice in choices)):
        chosen_dims = dict(zip(choices, chosen, strict=True))
        outcome = answer_choices(question.map_dims(lambda dim, to=chosen_dims: dim.exchange(to)))
        if isinstance(outcome, Unclear):
            return blurred
        answers[chosen] = Never(outcome.reason) if _asks_for_another(outcome, chosen_dims) else outcome
    return _together(answers, choices)


def _asks_for_another(outcome: Outcome, chosen: Mapping[Choice, Dim]) -> TypeGuard[WorksIf]:
    """Whether it works only at sizes where something else is chosen: `n = 3` where 3 is the smaller of 3 and `n-2`."""
    if not isinstance(outcome, WorksIf):
        return False
    asked = dict(outcome.replacements)
    cut = ((choice, part) for choice, part in chosen.items() if isinstance(choice, Extreme))
    return any(always_differ(Dim.of(choice).substitute(asked), part.substitute(asked)) for choice, part in cut)


def _choices(question: Question) -> Sequence[Choice]:
    found = {choice for dim in (*question.axes, *question.ints) for choice in dim.choices()}
    within = {inner for choice in found for part in choice.parts for inner in part.choices()}
    return sorted(found - within, key=lambda choice: choice.sort_key)


def _blurred(question: Question) -> tuple[Outcome, bool]:
    """The answer where each size that is the smaller or larger of two may as well be any size.

    And whether it is one for all such sizes, not only for those that fit.
    """
    stand_ins: dict[Choice, Dim] = {}

    def blur(dim: Dim) -> Dim:
        for choice in dim.choices():
            stand_ins.setdefault(choice, fresh_dim())
        return dim.exchange(stand_ins)

    asked = question.map_dims(blur)
    outcome = answer(asked)
    back = {dim.symbol: Dim.of(choice) for choice, dim in stand_ins.items() if dim.symbol is not None}
    match outcome:
        case Works(value=value):
            return Works(substitute(value, back)), runs(asked, asked.witnesses[0])
        case WorksIf(value=value) if not symbols_of(outcome.equations) & back.keys():
            return replace(outcome, value=substitute(value, back)), False
        case Never():
            return outcome, True
        case _:
            return Unclear(), False


def _together(answers: Mapping[Chosen, Outcome], choices: Sequence[Choice]) -> Outcome:
    """One answer of those for each choice.  What fails for some isn't chosen there, if the program runs at all."""
    first = next(iter(answers.values()))
    if all(isinstance(outcome, Never) for outcome in answers.values()):
        return first
    value = _merged({chosen: o.value for chosen, o in answers.items() if isinstance(o, Works | WorksIf)}, choices)
    conditional = [outcome for outcome in answers.values() if isinstance(outcome, WorksIf)]
    certain = [outcome.value for outcome in answers.values() if isinstance(outcome, Works)]
    if conditional and certain and all(_is_one_of(outcome, certain[0]) for outcome in answers.values()):
        return Works(certain[0])
    if conditional and not certain:
        # What all of them ask for is asked for whichever is chosen.
        asked = [pair for pair in conditional[0].replacements if all(pair in one.replacements for one in conditional)]
        asked = asked or _asked_of_a_choice(answers, choices)
        if asked:
            equations = tuple((Dim.of(symbol), dim) for symbol, dim in asked)
            return WorksIf(value, equations, tuple(asked), conditional[0].reason)
    return Works(value)


def _is_one_of(outcome: Outcome, value: Value) -> bool:
    """Whether an answer is this value, if it is one: `t` is what it calls `block` where it asks that these be equal."""
    replacements = dict(outcome.replacements) if isinstance(outcome, WorksIf) else {}
    return not isinstance(outcome, Works | WorksIf) or substitute(value, replacements) == outcome.value


def _asked_of_a_choice(answers: Mapping[Chosen, Outcome], choices: Sequence[Choice]) -> list[tuple[Symbol, Dim]]:
    """What each answer asks of what was chosen there, said of the choice: `d = min(n,3)` for `d = n` and `d = 3`."""
    asked: list[set[tuple[Symbol, Dim]]] = []
    for chosen, outcome in answers.items():
        if isinstance(outcome, WorksIf):
            pairs = list(outcome.replacements) if len(outcome.replacements) == 1 else []
            pairs += [(dim.symbol, Dim.of(symbol)) for symbol, dim in pairs if dim.symbol is not None]
            parts = list(zip(choices, chosen, strict=True))
            asked.append({(one, Dim.of(choice)) for choice, part in parts for one, other in pairs if other == part})
    shared = asked[0].intersection(*asked[1:])
    return list(shared) if len(shared) == 1 else []


def _merged(values: Mapping[Chosen, Value], choices: Sequence[Choice]) -> Value:
    """What is the same whatever was chosen, or hangs on it in a way that a size can say."""
    first, *others = values.values()

    def each(part: Callable[[Value], Value]) -> Value:
        return _merged({chosen: part(value) for chosen, value in values.items()}, choices)

    if all(type(other) is type(first) and other == first for other in others):
        return first
    if any(type(other) is not type(first) for other in others):
        return UNKNOWN
    match first:
        case Dim():
            return _as_one_dim(values, choices)
        case Tensor(shape=Shape(axes=axes)) if all(
            other.shape and len(other.shape.axes) == len(axes) for other in others
        ):
            dtype = first.dtype if all(other.dtype == first.dtype for other in others) else ANY
            merged = (each(lambda tensor, at=at: tensor.shape.axes[at]) for at in range(len(axes)))
            return Tensor(Shape(tuple(merged)), dtype, first.framework)
        case Tensor():
            return first.with_shape(None)
        case Axis():
            return Axis(each(lambda axis: axis.dim))
        case Seq(items=items) if all(len(other.items) == len(items) for other in others):
            return replace(first, items=tuple(each(lambda seq, at=at: seq.items[at]) for at in range(len(items))))
        case Listing():
            return Listing(each(lambda listing: listing.item))
        case _:
            return UNKNOWN


def _as_one_dim(sizes: Mapping[Chosen, Dim], choices: Sequence[Choice]) -> Dim:
    """The dim that has these sizes for each choice; an unknown one where none has."""
    open_at = [at for at in range(len(choices)) if len({chosen[at] for chosen in sizes}) > 1]
    if len(sizes) < 2 ** len(open_at):
        return fresh_dim()
    choices = [choices[at] for at in open_at]
    sizes = {tuple(chosen[at] for at in open_at): size for chosen, size in sizes.items()}
    return _interpolated(sizes, choices) or _broadcast(sizes, choices) or fresh_dim()


def _interpolated(sizes: Mapping[Chosen, Dim], choices: Sequence[Choice]) -> Dim | None:
    """A polynomial in the choices: 2*#d where 2*d or 2 is asked for."""
    if not choices:
        return sizes[()]
    choice, *others = choices
    upper, lower = choice.parts
    above, below = (
        _interpolated({chosen[1:]: size for chosen, size in sizes.items() if chosen[0] == part}, others)
        for part in (upper, lower)
    )
    slope = (above - below).exact_quotient(upper - lower) if above is not None and below is not None else None
    return below + slope * (Dim.of(choice) - lower) if below is not None and slope is not None else None


def _broadcast(sizes: Mapping[Chosen, Dim], choices: Sequence[Choice]) -> Dim | None:
    """1 where some of the choices are all 1, and else their dim: what comes of `#d` and `#d` broadcast together."""
    dim = next(size for size in sizes.values() if size != ONE)
    alike = [(at, choice) for at, choice in enumerate(choices) if isinstance(choice, OneOr) and choice.dim == dim]
    for number in range(2, len(alike) + 1):
        for among in combinations(alike, number):
            broadcast = (dim if any(chosen[at] == dim for at, _ in among) else ONE for chosen in sizes)
            if all(map(operator.eq, sizes.values(), broadcast)):
                return Dim.one_or(dim, *(place for _, choice in among for place in choice.places))
    return None
