"""The outcome of an exercise's tests, as a diagnostic on the name of its function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types

from shapecoach.lessons import Exercise, Outcome, Verdict
from shapecoach.lsp.features.definitions import definition_of
from shapecoach.lsp.features.diagnostics import SOURCE
from shapecoach.lsp.text import line_at, utf16_length

SEVERITIES = {
    Outcome.FAILED: types.DiagnosticSeverity.Error,
    Outcome.ERROR: types.DiagnosticSeverity.Error,
    Outcome.TIMEOUT: types.DiagnosticSeverity.Error,
    Outcome.NOT_STARTED: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An exercise, and what became of it."""

    exercise: Exercise
    verdict: Verdict


def verdict_diagnostic(judged: Judged, uri: str, lines: Sequence[str]) -> types.Diagnostic | None:
    """What to show of a verdict in the learner's text; None if the exercise was passed."""
    verdict = judged.verdict
    if verdict.outcome is Outcome.PASSED:
        return None
    start_of_file = types.Range(types.Position(0, 0), types.Position(0, 0))
    return types.Diagnostic(
        range=definition_of(judged.exercise.function, lines) or start_of_file,
        message=verdict.message,
        severity=SEVERITIES[verdict.outcome],
        source=SOURCE,
        code=verdict.mistake or verdict.outcome.value,
        related_information=[_place(uri, verdict.line, lines)] if verdict.line is not None else None,
    )


def _place(uri: str, line: int, lines: Sequence[str]) -> types.DiagnosticRelatedInformation:
    end = utf16_length(line_at(lines, line))
    place = types.Range(types.Position(line, 0), types.Position(line, end))
    return types.DiagnosticRelatedInformation(types.Location(uri, place), "it happened on this line")
