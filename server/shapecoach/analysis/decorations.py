"""What a decorator does is remembered: it is mostly the same for each of the hundred functions that it stands above.

Of a function that is given to another, a walk knows nothing but what calling it gives.  So a decorator that doesn't
call it does to every function what it did to the first, as long as it leaves no trace in any object.
"""

from __future__ import annotations

from collections.abc import Callable

from shapecoach.analysis.budget import MOST_STEPS, Work
from shapecoach.analysis.context import Decoration
from shapecoach.analysis.declared_types import PlainType
from shapecoach.analysis.values import Class, Function, Library, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Real, Seq, Unknown
from shapecoach.shapes.dim import Dim

NEARLY_ALL = 9 * MOST_STEPS // 10
"""What takes so much of what a definition may take is not tried again where there is a little more left."""


def remembered(walk: Walk, asked: tuple[Value, ...], function: Value, make: Callable[[], Value]) -> Value:
    """What `make` makes of a function; or what it made of another, with the work that this took.

    `asked` is the decorator, or the function that makes it and what that is given.
    """
    maker, reading = asked[0], walk.reading
    if not isinstance(maker, Function) or not isinstance(function, Function) or not _is_always_the_same(walk, asked):
        return make()
    known = maker.module.decorations.get(asked) or reading.decorations.get(asked)
    if known is not None:
        reading.budget.charge_here(known.work)
        return function if known.leaves_as_is and not reading.budget.is_spent else UNKNOWN
    before = walk.bindings, reading.effects, len(walk.exchanged)
    with reading.watching(function) as watched, reading.budget.measured() as measured:
        made = make()
    leaves_no_trace = before == (walk.bindings, reading.effects, len(walk.exchanged))
    is_sure = _is_sure(walk, measured.work)
    if is_sure and leaves_no_trace and not watched.is_called and (made is function or isinstance(made, Unknown)):
        place = maker.module.decorations if reading.is_complete else reading.decorations
        place[asked] = Decoration(made is function, measured.work)
    return made


def _is_always_the_same(walk: Walk, asked: tuple[Value, ...]) -> bool:
    """Whether it hangs on nothing but what is asked: at a module's margin, of which no other module changed a name."""
    at_the_margin = not walk.qualname and not walk.depth
    return at_the_margin and (walk.reading.keeps or not walk.reading.changed) and all(map(_is_fixed, asked))


def _is_sure(walk: Walk, work: Work) -> bool:
    """Whether it was walked to its end, or there was hardly less room for it than there can be."""
    budget = walk.reading.budget
    return not budget.is_spent or (not budget.is_spent_for_all and work.steps > NEARLY_ALL)


def _is_fixed(value: Value) -> bool:
    """Whether a value is what it is wherever it stands, so that two that are equal are the same."""
    if isinstance(value, tuple):
        parts: tuple[Value, ...] = value  # pyright: ignore[reportUnknownVariableType]
        return all(map(_is_fixed, parts))
    if isinstance(value, Seq):
        return not value.is_list and all(map(_is_fixed, value.items))
    return isinstance(value, str | bool | None | Dim | Real | Library | PlainType | Class | Function | Unknown)
