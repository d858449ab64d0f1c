"""All proved fixes of a document at once, for whoever wants them on saving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lsprotocol import types

from shapecoach.analysis.model import Analysis, Edit, Finding, Fix, Severity
from shapecoach.lsp.announced import FIX_ALL
from shapecoach.lsp.features.code_actions import as_edits


def best_fixes(findings: Iterable[Finding]) -> list[Fix]:
    """The best fix of each finding that has one, of those that overlap the first.

    Warnings are left out: what they tell of works for some sizes, and which change is meant is for a person to say.
    So is one that is to be chosen.
    """
    chosen: list[Fix] = []
    for finding in findings:
        if finding.severity is Severity.WARNING or not finding.fixes or finding.fixes[0].chosen:
            continue
        best = finding.fixes[0]
        if not any(_overlap(edit, other) for edit in best.edits for fix in chosen for other in fix.edits):
            chosen.append(best)
    return chosen


def edits_of(fixes: Iterable[Fix]) -> list[Edit]:
    """What the fixes change, in the order of the text."""
    return sorted(dict.fromkeys(edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.range)


def hold(fixes: Sequence[Fix], before: Analysis, after: Analysis) -> bool:
    """Is there, after these fixes, a finding less for each of them, and none that wasn't there before?"""
    told_before, told_after = (Counter(finding.rule for finding in each.findings) for each in (before, after))
    return told_after <= told_before and told_before.total() - told_after.total() >= len(fixes)


def fix_all(fixes: Iterable[Fix], uri: str) -> types.CodeAction:
    """The fixes as one action."""
    return types.CodeAction(
        title="Fix all that Shape Coach has a proved fix for",
        kind=FIX_ALL,
        edit=types.WorkspaceEdit(changes={uri: as_edits(edits_of(fixes))}),
    )


def _overlap(edit: Edit, other: Edit) -> bool:
    """Do two edits meet?  One that two fixes share, such as an import, is made once."""
    return edit != other and edit.range.touches(other.range)
