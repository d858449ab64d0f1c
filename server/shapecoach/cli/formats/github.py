"""Annotations for GitHub Actions: one workflow command per finding, lines and columns from 1."""

from __future__ import annotations

from shapecoach.analysis.model import Finding, Position, Severity
from shapecoach.cli.report import CheckedFile, Report
from shapecoach.lsp.text import code_points, line_at

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}

# A property ends at a comma or colon, a command at the end of the line.
IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report, _shapes: bool) -> None:
    """Print the report; there is no annotation for a shape."""
    for file in report.files:
        for finding in file.findings:
            print(_annotation(file, finding))


def _annotation(file: CheckedFile, finding: Finding) -> str:
    start, end = finding.range.start, finding.range.end
    properties = {
        "file": file.path,
        "line": start.line + 1,
        "endLine": end.line + 1,
        "col": _column(file, start),
        "endColumn": _column(file, end),
        "title": f"shapecoach {finding.rule}",
    }
    written = ",".join(f"{name}={str(value).translate(IN_PROPERTY)}" for name, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {written}::{finding.message.translate(IN_MESSAGE)}"


def _column(file: CheckedFile, position: Position) -> int:
    return code_points(line_at(file.lines, position.line), position.character) + 1
