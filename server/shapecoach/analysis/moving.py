"""What was said of one version of a text, said of another in which the same lines stand elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from shapecoach.analysis.agreements import Agreement
from shapecoach.analysis.model import AxisOrigin, Edit, Fact, Finding, Position, Range, Related
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.walk import Walk


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
        return replace(finding, range=self.range(finding.range), related=related, fixes=fixes)

    def fact(self, fact: Fact) -> Fact:
        origins = self._origins.get(id(fact.origins))
        if origins is None:
            origins = self._origins[id(fact.origins)] = tuple(map(self._origin, fact.origins))
        place = self.range(fact.range)
        return Fact(fact.name, place, fact.scope, fact.dims, fact.dtype, fact.binding, origins, fact.framework)

    def agreement(self, agreement: Agreement) -> Agreement:
        return replace(agreement, range=self.range(agreement.range))

    def recorder(self, recorder: Recorder) -> Recorder:
        """All that was found in a walk."""
        moved = Recorder()
        moved.findings = {(rule, self.range(at)): self.finding(one) for (rule, at), one in recorder.findings.items()}
        moved.facts = {self._key(key): self.fact(fact) for key, fact in recorder.facts.items()}
        moved.others = {(name, self.range(at)) for name, at in recorder.others}
        moved.walks = {self._key(key): walk for key, walk in recorder.walks.items()}
        moved.giving_way = {self._key(key): way for key, way in recorder.giving_way.items()}
        moved.varied = set(map(self._key, recorder.varied))
        moved.names, moved.agreements = set(recorder.names), list(map(self.agreement, recorder.agreements))
        return moved

    def nodes(self, nodes: Iterable[ast.AST]) -> bool:
        """The nodes of a tree, in place; False, with some of them moved, where a string has other lines now."""
        for node in nodes:
            first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
            if first is None or last is None:
                continue
            begin, end = self._line(first - 1) + 1, self._line(last - 1) + 1
            if last - first != end - begin and isinstance(node, ast.Constant | ast.JoinedStr):
                return False
            node.lineno, node.end_lineno = begin, end  # pyright: ignore[reportAttributeAccessIssue]
        return True

    def walk(self, walk: Walk) -> None:
        """What a walk knows of where things stand, in place: walks within it share that."""
        for symbol, origin in walk.origins.items():
            if origin.range is not None and origin.path is None:
                walk.origins[symbol] = replace(origin, range=self.range(origin.range))
        walk.made_at = {name: (value, self.range(place)) for name, (value, place) in walk.made_at.items()}
        walk.joined_at = {symbol: self.range(place) for symbol, place in walk.joined_at.items()}

    def _key(self, key: tuple[str, Range, bool]) -> tuple[str, Range, bool]:
        name, place, binding = key
        return name, self.range(place), binding

    def range(self, place: Range) -> Range:
        start, end = place.start, place.end
        return Range(Position(self._line(start.line), start.character), Position(self._line(end.line), end.character))

    def _related(self, related: Related) -> Related:
        return related if related.path is not None else replace(related, range=self.range(related.range))

    def _edit(self, edit: Edit) -> Edit:
        return Edit(self.range(edit.range), edit.new_text)

    def _origin(self, origin: AxisOrigin) -> AxisOrigin:
        if origin.range is None or origin.path is not None:
            return origin
        return replace(origin, range=self.range(origin.range))
