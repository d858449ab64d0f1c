"""What was said of one version of a text, said of another in which the same lines stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from shapecoach.analysis.agreements import Agreement
from shapecoach.analysis.model import AxisOrigin, Edit, Fact, Finding, Position, Range, Related


def lines_of(findings: Iterable[Finding], facts: Iterable[Fact]) -> set[int | None]:
    """The lines of the text that they speak of; None among them where they speak of another file too."""
    return {line for place in _places(findings, facts) for line in place}


def _places(findings: Iterable[Finding], facts: Iterable[Fact]) -> Iterator[tuple[int | None, ...]]:
    for finding in findings:
        yield _lines(finding.range)
        yield from (_lines(related.range, related.path) for related in finding.related)
        yield from (_lines(edit.range) for fix in finding.fixes for edit in fix.edits)
    for fact in facts:
        yield _lines(fact.range)
    for origins in {id(fact.origins): fact.origins for fact in facts}.values():
        yield from (_lines(origin.range, origin.path) for origin in origins)


def _lines(place: Range | None, path: str | None = None) -> tuple[int | None, ...]:
    if path is not None:
        return (None,)
    return () if place is None else (place.start.line, place.end.line)


class Move:
    """From one version to another: `line` gives the new place of each line."""

    def __init__(self, line: Callable[[int], int]) -> None:
        self._line = line
        self._origins: dict[int, tuple[AxisOrigin, ...]] = {}  # many facts share them

    def finding(self, finding: Finding) -> Finding:
        related = tuple(map(self._related, finding.related))
        fixes = tuple(replace(fix, edits=tuple(map(self._edit, fix.edits))) for fix in finding.fixes)
        return replace(finding, range=self._range(finding.range), related=related, fixes=fixes)

    def fact(self, fact: Fact) -> Fact:
        origins = self._origins.get(id(fact.origins))
        if origins is None:
            origins = self._origins[id(fact.origins)] = tuple(map(self._origin, fact.origins))
        place = self._range(fact.range)
        return Fact(fact.name, place, fact.scope, fact.dims, fact.dtype, fact.binding, origins, fact.framework)

    def agreement(self, agreement: Agreement) -> Agreement:
        return replace(agreement, range=self._range(agreement.range))

    def _range(self, place: Range) -> Range:
        start, end = place.start, place.end
        return Range(Position(self._line(start.line), start.character), Position(self._line(end.line), end.character))

    def _related(self, related: Related) -> Related:
        return related if related.path is not None else replace(related, range=self._range(related.range))

    def _edit(self, edit: Edit) -> Edit:
        return Edit(self._range(edit.range), edit.new_text)

    def _origin(self, origin: AxisOrigin) -> AxisOrigin:
        if origin.range is None or origin.path is not None:
            return origin
        return replace(origin, range=self._range(origin.range))
