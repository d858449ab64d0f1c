"""Which of a palette's colours an axis name has: the same all through a function or class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapecoach.axes.occurrences import AxisIndex

COLOURS = 8
"""How many a palette has."""


def colours(index: AxisIndex) -> list[int]:
    """The number of each occurrence's colour.

    A name has one colour in a function, or in all of a class.  Names of one method have different colours as long as
    there are enough.
    """
    chosen = _chosen(index)
    return [chosen[_group(one.scope), one.name] for one in index.occurrences]


def colours_in(index: AxisIndex, scope: str, shown: Iterable[str]) -> Mapping[str, int]:
    """The colour of each name of a function, and of `shown` ones that it doesn't write.

    These have colours that no name of the function has; where there are none left, that no other shown name has.
    """
    group, shown = _group(scope), list(dict.fromkeys(shown))
    found = {name: colour for (of, name), colour in _chosen(index).items() if of == group}
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


def _chosen(index: AxisIndex) -> Mapping[tuple[str, str], int]:
    names_in: dict[str, set[str]] = {}
    for one in index.occurrences:
        names_in.setdefault(one.scope, set()).add(one.name)
    chosen: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for one in index.occurrences:
        group = _group(one.scope)
        if (group, one.name) in chosen:
            continue
        following = counts.get(group, 0)
        taken = {chosen.get((group, name)) for name in names_in[one.scope]}
        order = [(following + step) % COLOURS for step in range(COLOURS)]
        chosen[group, one.name] = next((colour for colour in order if colour not in taken), order[0])
        counts[group] = following + 1
    return chosen
