"""Which of a palette's colours an axis name has: the same all through a function or class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapecoach.axes.occurrences import AxisIndex

COLOURS = 8
"""How many a palette has."""


def colours(index: AxisIndex) -> list[int]:
    """The number of each occurrence's colour.

    A name has one colour in a function, or in all of a class.  Names of one method have different colours as long as
    there are enough.
    """
    named = [(one.scope, one.name) for one in index.occurrences]
    chosen = _chosen(named)
    of = {scope: chosen[_group(scope)] for scope, _ in dict.fromkeys(named)}
    return [of[scope][name] for scope, name in named]


def colours_in(index: AxisIndex, scope: str, shown: Iterable[str]) -> Mapping[str, int]:
    """The colour of each name of a function, and of `shown` ones that it doesn't write.

    These have colours that no name of the function has; where there are none left, that no other shown name has.
    """
    group, shown = _group(scope), list(dict.fromkeys(shown))
    named = ((one.scope, one.name) for one in index.occurrences)
    found = dict(_chosen(named).get(group, {}))
    written = {found[one.name] for one in index.occurrences if one.scope == scope}
    beside = {found[name] for name in shown if name in found}
    for name in shown:
        if name not in found:
            free = [colour for colour in range(COLOURS) if colour not in beside]
            if not free:
                break
            found[name] = min(free, key=lambda colour: colour in written)
            beside.add(found[name])
    return found


def _group(scope: str) -> str:
    return scope.partition(".")[0]


def _chosen(named: Iterable[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    """The colour of each name in a function or class; `named` are scopes and names in them, in order."""
    named = dict.fromkeys(named)
    names_in: dict[str, list[str]] = {}
    for scope, name in named:
        names_in.setdefault(scope, []).append(name)
    chosen: dict[str, dict[str, int]] = {}
    for scope, name in named:
        own = chosen.setdefault(_group(scope), {})
        if name not in own:
            taken = {own[other] for other in names_in[scope] if other in own}
            order = [(len(own) + step) % COLOURS for step in range(COLOURS)]
            own[name] = next((colour for colour in order if colour not in taken), order[0])
    return chosen
