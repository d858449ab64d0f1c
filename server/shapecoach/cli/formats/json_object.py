"""One JSON object: the contract that other programs rely on (see docs).  Lines and UTF-16 units count from 0."""

from __future__ import annotations

import json
from typing import Any

from shapecoach.analysis.model import Fact, Finding, Fix, Position, Range, Severity
from shapecoach.cli.report import CheckedFile, Report

VERSION = 1


def write(report: Report, shapes: bool) -> None:
    """Print the report."""
    summary = {
        "files": len(report.files),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "hints": report.count(Severity.HINT),
    }
    files = [_file(file, shapes) for file in report.files]
    print(json.dumps({"version": VERSION, "files": files, "summary": summary}, indent=1))


def _file(file: CheckedFile, shapes: bool) -> dict[str, Any]:
    found = {"path": file.path, "findings": [_finding(finding) for finding in file.findings]}
    return found | {"shapes": [_shape(fact) for fact in file.bindings]} if shapes else found


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "range": place(finding.range),
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"range": place(edit.range), "newText": edit.new_text} for edit in fix.edits]
    return {"title": fix.title, "edits": edits}


def _shape(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "line": fact.range.start.line,
        "scope": fact.scope,
        "range": place(fact.range),
        "dims": None if fact.dims is None else list(fact.dims),
        "dtype": fact.dtype,
    }


def place(range_: Range) -> dict[str, Any]:
    return {"start": _position(range_.start), "end": _position(range_.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}
