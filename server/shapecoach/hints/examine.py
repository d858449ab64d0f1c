"""The one entry point of the engine: text in, Analysis with proved fixes out."""

from __future__ import annotations

from dataclasses import replace

from shapecoach.analysis.model import Analysis, Finding
from shapecoach.analysis.module import UNSAVED, analyse
from shapecoach.analysis.source import Source
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints.candidates import candidates
from shapecoach.hints.proof import MOST_FINDINGS, proved


def examine(text: str, path: str = UNSAVED, workspace: Workspace | None = None) -> Analysis:
    """Analyse one Python file without importing or running it, and look for fixes.

    What it imports is looked up in the files of the workspace: beside `path`, in its package, and in the roots.

    Never raises on any text.  The first call imports torch; results of earlier calls are kept, so that analysing an
    edited version of the same file only costs what the edit changed.
    """
    analysis = analyse(text, path, workspace)
    if not analysis.findings:
        return analysis
    source = Source(text)

    def mended(finding: Finding) -> Finding:
        made = candidates(source, analysis, finding)
        return proved(source, analysis, finding, made, lambda edited: analyse(edited, path, workspace))

    findings = analysis.findings
    return replace(analysis, findings=(*map(mended, findings[:MOST_FINDINGS]), *findings[MOST_FINDINGS:]))
