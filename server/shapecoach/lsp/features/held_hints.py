"""Shapes stay where nobody types, while the statement that somebody types in can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shapecoach.analysis.model import Analysis, Fact, Position, Range


@dataclass(frozen=True, slots=True)
class Readable:
    """A text all of which could be read, and what was known of it."""

    lines: Sequence[str] = ()
    facts: Sequence[Fact] = ()


def held(before: Readable, lines: Sequence[str], analysis: Analysis) -> Iterator[Fact]:
    """What was bound where nothing has changed, and isn't known any more only because a statement can't be read.

    Where other lines than those of this statement have changed too, nothing is held: it may not be true any more.
    """
    same = _common(before.lines, lines)
    same_at_end = _common(before.lines[same:][::-1], lines[same:][::-1])
    changed = range(same, len(lines) - same_at_end)
    unread = frozenset(analysis.unread)
    if not unread or any(lines[number].strip() and number not in unread for number in changed):
        return
    known = {fact.range for fact in analysis.facts if fact.binding and fact.dims is not None}
    first_below = len(before.lines) - same_at_end
    for fact in before.facts:
        if fact.binding and fact.dims is not None:
            is_above, is_below = fact.range.end.line < same, fact.range.start.line >= first_below
            place = _moved(fact.range, len(lines) - len(before.lines)) if is_below else fact.range
            if (is_above or is_below) and place not in known:
                yield replace(fact, range=place)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning on."""
    count = 0
    for line, now in zip(one, other, strict=False):
        if line != now:
            break
        count += 1
    return count


def _moved(place: Range, lines: int) -> Range:
    start, end = place
    return Range(Position(start.line + lines, start.character), Position(end.line + lines, end.character))
