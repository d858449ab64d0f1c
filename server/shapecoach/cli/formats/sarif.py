"""SARIF 2.1.0, which code-scanning services read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from shapecoach import __version__
from shapecoach.analysis.model import Finding, Fix, Range, Related, Severity
from shapecoach.analysis.rules import RULES
from shapecoach.cli.report import CheckedFile, Report

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def write(report: Report, _shapes: bool) -> None:
    """Print the report; SARIF has no place for shapes."""
    driver = {"name": "shapecoach", "version": __version__, "rules": [_rule(name) for name in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(file, finding) for file in report.files for finding in file.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    print(json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1))


def _rule(name: str) -> dict[str, Any]:
    rule = RULES[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(file: CheckedFile, finding: Finding) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(file.path, finding.range)],
        "relatedLocations": [_related(file, related) for related in finding.related],
        "fixes": [_fix(file, fix) for fix in finding.fixes],
    }


def _location(path: str, place: Range) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(place)}}


def _related(file: CheckedFile, related: Related) -> dict[str, Any]:
    return _location(file.path_of(related), related.range) | {"message": {"text": related.message}}


def _fix(file: CheckedFile, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.range), "insertedContent": {"text": edit.new_text}} for edit in fix.edits
    ]
    changes = [{"artifactLocation": _artifact(file.path), "replacements": replacements}]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _artifact(name: str) -> dict[str, str]:
    path = Path(name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(place: Range) -> dict[str, int]:
    return {
        "startLine": place.start.line + 1,
        "startColumn": place.start.character + 1,
        "endLine": place.end.line + 1,
        "endColumn": place.end.character + 1,
    }
