"""A hint that takes the last use of what `b, s, d = x.shape` binds takes that line away, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Analysis, Edit, Finding, Fix
from shapecoach.analysis.source import Source
from shapecoach.analysis.unneeded import says_as_much, unneeded


def with_less(source: Source, analysis: Analysis, hint: Finding, analyse: Callable[[str], Analysis | None]) -> Finding:
    """The hint with a fix that takes such lines away, where that was proved: as much is known then as without.

    `analyse` analyses an edited text in the place of the file's own, or gives None where that takes too much.
    """
    fix = hint.fixes[0]
    lines = unneeded(source, analysis.facts, fix.edits)
    if not lines:
        return hint
    texts = [applied(source, edits) for edits in (fix.edits, (*fix.edits, *lines))]
    with_lines, without = (None if text is None else analyse(text) for text in texts)
    if with_lines is None or without is None or not says_as_much(with_lines, without):
        return hint
    title = f"{fix.title}, without {' and '.join(f'`{_written(source, line)}`' for line in lines)}"
    return replace(hint, fixes=(Fix(title, (*fix.edits, *lines)),))


def _written(source: Source, line: Edit) -> str:
    start, end = line.range.start.line, line.range.end.line
    return " ".join(" ".join(source.lines[start:end]).split())
