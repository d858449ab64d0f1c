"""All einops hints of one file."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from dataclasses import replace

from shapecoach.analysis import suppressions
from shapecoach.analysis.model import Analysis, Finding
from shapecoach.analysis.source import Source
from shapecoach.hints.einops import moving
from shapecoach.hints.einops.site import File
from shapecoach.hints.einops.steps import step_of

log = logging.getLogger(__name__)


def with_hints(source: Source, analysis: Analysis) -> Analysis:
    """The analysis with a hint for each idiom that einops says better."""
    hints = list(_hints(File(source, analysis)))
    silenced = suppressions.applied(source, hints, preferences=True)
    if not silenced:
        return analysis
    findings = sorted((*analysis.findings, *silenced), key=lambda finding: finding.range)
    return replace(analysis, findings=tuple(findings))


def _hints(file: File) -> Iterator[Finding]:
    """One hint for each outermost idiom, but none where something is wrong."""
    wrong = [finding.range for finding in file.analysis.findings]
    for node in _outermost(file.source):
        try:
            found = [moving.hint(file, chain) for chain in moving.chains(file, node)]
        except Exception:  # a slip of ours costs one hint, never the analysis
            log.debug("looking for a hint", exc_info=True)
            continue
        for finding in filter(None, found):
            if not any(finding.range.touches(place) for place in wrong):
                yield finding


def _outermost(source: Source) -> Iterator[ast.expr]:
    """The expressions that are steps, but for those that another step goes on from."""
    ends: dict[int, ast.expr] = {}
    inner: set[int] = set()
    for node in source.nodes:
        step = step_of(node)
        if step is not None:
            ends[id(node)] = step.node
            inner.add(id(step.before))
    return (node for key, node in ends.items() if key not in inner)
