"""The one entry point of the engine: text in, Analysis with proved fixes and einops hints out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from shapecoach.analysis.budget import tallied
from shapecoach.analysis.model import Analysis, Finding
from shapecoach.analysis.module import UNSAVED, analyse
from shapecoach.analysis.reading import source_of
from shapecoach.analysis.rules.rule import is_preference
from shapecoach.analysis.workspace import Workspace
from shapecoach.hints.candidates import candidates
from shapecoach.hints.einops import with_hints, with_less
from shapecoach.hints.proof import LEAST_STEPS, MOST_FINDINGS, MOST_STEPS, STEPS_OF_A_LINE, proved
from shapecoach.hints.slips import slips_forgiven


def every(finding: Finding) -> bool:
    return True


def examine(
    text: str, path: str = UNSAVED, workspace: Workspace | None = None, mend: Callable[[Finding], bool] = every
) -> Analysis:
    """Analyse one Python file without importing or running it, and look for fixes of the findings that `mend` picks.

    What it imports is looked up in the files of the workspace: beside `path`, in its package, and in the roots.

    Never raises on any text.  The first call imports torch; results of earlier calls are kept, so that analysing an
    edited version of the same file only costs what the edit changed.
    """
    with tallied() as tally:
        analysis = analyse(text, path, workspace)
        tally.most = tally.steps + max(MOST_STEPS - tally.steps - tally.remembered, LEAST_STEPS)
        source = source_of(text)
        picked = [finding for finding in analysis.findings if mend(finding)][:MOST_FINDINGS]

        def tried(edited: str) -> Analysis | None:
            tally.done += len(source.lines) * STEPS_OF_A_LINE
            tried = None if tally.is_spent else analyse(edited, path, workspace)
            return None if tally.is_spent else tried

        def is_affordable(_: object) -> bool:
            return not tally.is_spent

        def mended(finding: Finding) -> Finding:
            if finding not in picked:
                return finding
            with slips_forgiven():
                made = takewhile(is_affordable, candidates(source, analysis, finding))
                return proved(source, analysis, finding, made, tried)
            return finding

        def lightened(finding: Finding) -> Finding:
            if not is_preference(finding.rule) or not mend(finding) or not is_affordable(finding):
                return finding
            with slips_forgiven():
                return with_less(source, hinted, finding, tried)
            return finding

        if picked:
            analysis = replace(analysis, findings=tuple(map(mended, analysis.findings)))
        hinted = with_hints(source, analysis)
        return replace(hinted, findings=tuple(map(lightened, hinted.findings)))
