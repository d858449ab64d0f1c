"""The one entry point of the engine: text in, Analysis with proved fixes out."""

from __future__ import annotations

from dataclasses import replace

from shapecoach.analysis.model import Analysis
from shapecoach.analysis.module import analyse
from shapecoach.analysis.source import Source
from shapecoach.hints.candidates import candidates
from shapecoach.hints.proof import MOST_FINDINGS, proved


def examine(text: str, path: str = "<unsaved>") -> Analysis:
    """Analyse one Python file without importing or running it, and look for fixes.

    Never raises on any text.  The first call imports torch; results of earlier calls are kept, so that analysing an
    edited version of the same file only costs what the edit changed.
    """
    analysis = analyse(text, path)
    if not analysis.findings:
        return analysis
    source = Source(text)
    findings = [
        proved(source, analysis, finding, candidates(source, analysis, finding)) if number < MOST_FINDINGS else finding
        for number, finding in enumerate(analysis.findings)
    ]
    return replace(analysis, findings=tuple(findings))
