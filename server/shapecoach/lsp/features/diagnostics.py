"""Findings as diagnostics."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from shapecoach.analysis.model import Finding, Severity
from shapecoach.lsp.features.places import to_range, uri_of

SOURCE = "shapecoach"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}


def diagnostic(finding: Finding, uri: str, page_uri: Callable[[str], str | None]) -> types.Diagnostic:
    """`finding` of the document `uri`; `page_uri` says where a rule's page can be read."""
    page = page_uri(finding.rule)
    return types.Diagnostic(
        range=to_range(finding.range),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        source=SOURCE,
        code=finding.rule,
        code_description=types.CodeDescription(href=page) if page else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                location=types.Location(uri=uri_of(related.path, uri), range=to_range(related.range)),
                message=related.message,
            )
            for related in finding.related
        ]
        or None,
    )


def too_long(most: int) -> types.Diagnostic:
    """Says that a document of more than `most` characters is left alone."""
    return types.Diagnostic(
        range=types.Range(types.Position(0, 0), types.Position(0, 0)),
        message=f"Shape Coach doesn't look at this file: it has more than {most:,} characters.",
        severity=types.DiagnosticSeverity.Information,
        source=SOURCE,
    )
