"""Proved fixes as quick fixes, and the way to a rule's page."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.analysis.model import Finding, Fix, Range
from shapecoach.lsp.features.places import to_range

EXPLAIN = "shapecoach.server.explain"


def code_actions(
    findings: tuple[Finding, ...], diagnostics: list[types.Diagnostic], uri: str, window: Range
) -> list[types.CodeAction]:
    """The fixes of each finding that touches `window`, best first, then the explanation of its rule.

    `diagnostics` are what the findings were published as, in the same order.
    """
    touched = [
        (finding, published)
        for finding, published in zip(findings, diagnostics, strict=True)
        if finding.range.touches(window)
    ]
    fixes = [
        _quick_fix(fix, published, uri, preferred=index == 0)
        for finding, published in touched
        for index, fix in enumerate(finding.fixes)
    ]
    explained = {finding.rule: published for finding, published in touched}
    return fixes + [_explanation(rule, published) for rule, published in explained.items()]


def _quick_fix(fix: Fix, published: types.Diagnostic, uri: str, preferred: bool) -> types.CodeAction:
    edits = [types.TextEdit(range=to_range(edit.range), new_text=edit.new_text) for edit in fix.edits]
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[published],
        is_preferred=preferred or None,
        edit=types.WorkspaceEdit(changes={uri: edits}),
    )


def _explanation(rule: str, published: types.Diagnostic) -> types.CodeAction:
    return types.CodeAction(
        title=f"Explain {rule}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[published],
        command=types.Command(title="Explain", command=EXPLAIN, arguments=[rule]),
    )
