"""A notebook as one source: its Python cells one below the other, so that names are shared across them in order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from shapecoach.analysis.model import Analysis, AxisOrigin, Fact, Finding, Position, Range
from shapecoach.lsp.text import split_lines

MAGIC = re.compile(r"\s*(?:[%!?]|[\w, ]+=\s*[%!])|.*\w\s*\?{1,2}\s*\Z")
"""`%time f()`, `!ls`, `?f`, `f?` and `x = !ls`."""
WHOLE_CELL = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)")
"""Of a cell that begins so, the rest is no Python."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a cell stands in the source of its notebook: its first line, and the one after its last."""

    start: int
    end: int

    def of(self, analysis: Analysis) -> Analysis:
        """What the analysis of the whole says of this cell, at the cell's own places."""
        return Analysis(
            tuple(self._finding(each) for each in analysis.findings if self.holds(each.range)),
            tuple(self._fact(each) for each in analysis.facts if self.holds(each.range)),
            analysis.dependencies,
            tuple(line - self.start for line in analysis.unread if self.start <= line < self.end),
        )

    def facts_in_whole(self, analysis: Analysis) -> Iterator[Fact]:
        """What an analysis of the cell says of its tensors, in the source of the notebook."""
        return (replace(fact, range=self.in_whole(fact.range), origins=()) for fact in analysis.facts)

    def in_whole(self, place: Range) -> Range:
        """A place of the cell, in the source of the notebook."""
        return _moved(place, self.start)

    def _finding(self, finding: Finding) -> Finding:
        own = (each for each in finding.related if each.path is not None or self.holds(each.range))
        related = tuple(each if each.path else replace(each, range=self.own(each.range)) for each in own)
        fixes = tuple(
            replace(fix, edits=tuple(replace(edit, range=self.own(edit.range)) for edit in fix.edits))
            for fix in finding.fixes
            if all(self.holds(edit.range) for edit in fix.edits)
        )
        return replace(finding, range=self.own(finding.range), related=related, fixes=fixes)

    def _fact(self, fact: Fact) -> Fact:
        return replace(fact, range=self.own(fact.range), origins=tuple(map(self._origin, fact.origins)))

    def _origin(self, origin: AxisOrigin) -> AxisOrigin:
        if origin.range is None or origin.path is not None:
            return origin
        return replace(origin, range=self.own(origin.range) if self.holds(origin.range) else None)

    def holds(self, place: Range) -> bool:
        """Is a place of the notebook's source in the cell?"""
        return self.start <= place.start.line and place.end.line < self.end

    def own(self, place: Range) -> Range:
        """A place of the notebook's source, in the cell."""
        return _moved(place, -self.start)


@dataclass(frozen=True, slots=True)
class Notebook:
    """The cells' texts by their URIs, in order."""

    cells: Mapping[str, str]

    @property
    def source(self) -> str:
        return "".join(map(_without_magic, self.cells.values()))

    def part(self, cell: str) -> Part:
        return next(part for uri, part in self.parts() if uri == cell)

    def with_cell(self, cell: str, text: str) -> Notebook:
        """The notebook with another text in one of its cells."""
        return Notebook({**self.cells, cell: text})

    def parts(self) -> Iterator[tuple[str, Part]]:
        start = 0
        for uri, text in self.cells.items():
            end = start + len(split_lines(_without_magic(text)))
            yield uri, Part(start, end)
            start = end


def _without_magic(text: str) -> str:
    """The cell as Python: what is for IPython alone is blank and does nothing; each line stays where it is.

    >>> _without_magic("%matplotlib inline\\nx = 1")
    '0                 \\nx = 1\\n'
    """
    if not text.endswith(("\r", "\n")):
        text += "\n"
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = split_lines(text)
        whole = next((WHOLE_CELL.match(line) is not None for line in lines if line.strip()), False)
        return "".join(_blank(line) if whole or MAGIC.match(line.rstrip("\r\n")) else line for line in lines)
    return text


def _blank(line: str) -> str:
    """As long as the line, with something in it for a block that it may be all of."""
    body = line.rstrip("\r\n")
    if not body.strip():
        return line
    indent = body[: len(body) - len(body.lstrip())]
    return indent + "0".ljust(len(body) - len(indent)) + line[len(body) :]


def _moved(place: Range, lines: int) -> Range:
    start, end = place
    return Range(Position(start.line + lines, start.character), Position(end.line + lines, end.character))
