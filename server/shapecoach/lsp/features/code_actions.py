"""Proved fixes and comments that silence as quick fixes, and the way to a rule's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from shapecoach.analysis.model import Edit, Finding, Fix, Range
from shapecoach.lsp.announced import EXPLAIN
from shapecoach.lsp.features.places import to_range

Told = tuple[Finding, types.Diagnostic]
"""A finding, and what it was published as."""


def code_actions(told: Iterable[Told], lines: Sequence[str], uri: str, window: Range) -> list[types.CodeAction]:
    """What may be done about the findings that touch `window`.

    The fixes of each come first, best first, then the comments that would silence them, then what explains their rules.
    """
    touched = [(finding, published) for finding, published in told if finding.range.touches(window)]
    fixes = [
        _quick_fix(fix, published, uri, preferred=index == 0 and not fix.chosen)
        for finding, published in touched
        for index, fix in enumerate((*finding.fixes, *_without_comment(finding, lines)))
    ]
    explained = {finding.rule: published for finding, published in touched}
    return [*fixes, *_silencing(touched, lines, uri), *(_explanation(*each) for each in explained.items())]


def is_wanted(kind: str | types.CodeActionKind, only: Sequence[str | types.CodeActionKind] | None) -> bool:
    """Did the client ask for actions of this kind, or of one that it belongs to?

    >>> is_wanted("source.fixAll.shapecoach", ["source"]), is_wanted("quickfix", ["source"])
    (True, False)
    """
    return only is None or any(f"{_plain(kind)}.".startswith(f"{asked}.") or not asked for asked in map(_plain, only))


def as_edits(edits: Iterable[Edit]) -> list[types.TextEdit]:
    return [types.TextEdit(range=to_range(edit.range), new_text=edit.new_text) for edit in edits]


def _plain(kind: str | types.CodeActionKind) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _without_comment(finding: Finding, lines: Sequence[str]) -> list[Fix]:
    from shapecoach.lsp.features.suppressions import unsilenced  # all rules: not before `initialize` is answered

    edit = unsilenced(finding, lines)
    return [Fix("Remove what silences nothing", (edit,))] if edit else []


def _silencing(touched: Sequence[Told], lines: Sequence[str], uri: str) -> list[types.CodeAction]:
    """One comment for each rule and place: findings that it would silence together have it in common."""
    from shapecoach.lsp.features.suppressions import silenced

    by_edit: dict[tuple[str, Edit], list[types.Diagnostic]] = {}
    for finding, published in touched:
        if (edit := silenced(finding, lines)) is not None:
            by_edit.setdefault((finding.rule, edit), []).append(published)
    return [
        types.CodeAction(
            title=f"Ignore {rule} on this line",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=diagnostics,
            edit=types.WorkspaceEdit(changes={uri: as_edits([edit])}),
        )
        for (rule, edit), diagnostics in by_edit.items()
    ]


def _quick_fix(fix: Fix, published: types.Diagnostic, uri: str, preferred: bool) -> types.CodeAction:
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[published],
        is_preferred=preferred or None,
        edit=types.WorkspaceEdit(changes={uri: as_edits(fix.edits)}),
    )


def _explanation(rule: str, published: types.Diagnostic) -> types.CodeAction:
    return types.CodeAction(
        title=f"Explain {rule}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[published],
        command=types.Command(title="Explain", command=EXPLAIN, arguments=[rule]),
    )
