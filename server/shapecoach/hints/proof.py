"""A fix is offered only after it was tried: the edited file is analysed, and the finding must be gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Analysis, Edit, Finding, Fix
from shapecoach.analysis.rules import unused_ignore
from shapecoach.analysis.source import Source
from shapecoach.probe.haste import hastily

MOST_FIXES = 3
MOST_CANDIDATES = 10
MOST_STEPS = 80_000  # of the analysis and all tries together, after which none is begun
LEAST_STEPS = 10_000  # of the tries, however much the analysis took
STEPS_OF_A_LINE = 2  # to try a candidate takes an analysis of the whole file, most of it remembered
MOST_FINDINGS = 12  # of one file that fixes are looked for; the rest get theirs once these are mended


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that may be right."""

    title: str
    edits: tuple[Edit, ...]
    chosen: bool = False


def proved(
    source: Source,
    before: Analysis,
    finding: Finding,
    candidates: Iterable[Candidate],
    analyse: Callable[[str], Analysis | None],
) -> Finding:
    """The finding with those of the candidates that make it go away and bring nothing new, in their order.

    `analyse` analyses an edited text in the place of the file's own, or gives None where that takes too much.
    """
    fixes: list[Fix] = []
    for candidate in islice(candidates, MOST_CANDIDATES):
        edited = applied(source, candidate.edits)
        added = sum(edit.new_text.count("\n") for edit in candidate.edits if edit.range.start == edit.range.end)
        if edited is None or edited.count("\n") + 1 != len(source.lines) + added:
            continue  # a change of lines in the middle, after which no place could be compared
        with hastily():
            after = analyse(edited)
        if after is not None and _helps(before, after, finding, added):
            fixes.append(Fix(candidate.title, candidate.edits, candidate.chosen))
            if len(fixes) == MOST_FIXES:
                break
    return replace(finding, fixes=tuple(fixes))


def _helps(before: Analysis, after: Analysis, finding: Finding, added: int) -> bool:
    told_before, told_after = _told(before), _told(after, added)
    here = (finding.rule, finding.range.start.line)
    if told_after[here] >= told_before[here] or told_after - told_before:
        return False
    # What makes a shape unknown mends nothing, it only stops us from seeing; a name that is read less often is no loss.
    return _known(after) >= _known(before) and _unknown(after) <= _unknown(before)


def _known(analysis: Analysis) -> int:
    """How many names are bound to a known shape."""
    return sum(fact.binding and fact.dims is not None and "?" not in fact.dims for fact in analysis.facts)


def _unknown(analysis: Analysis) -> int:
    """How many expressions have a shape that isn't known."""
    return sum(fact.dims is None or "?" in fact.dims for fact in analysis.facts)


def _told(analysis: Analysis, added: int = 0) -> Counter[tuple[str, int]]:
    """The findings that count, by rule and line, `added` lines of imports in front of them left out."""
    counting = (finding for finding in analysis.findings if finding.rule != unused_ignore.RULE.name)
    return Counter((finding.rule, finding.range.start.line - added) for finding in counting)
