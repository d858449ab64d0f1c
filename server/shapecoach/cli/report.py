"""What `check` found, before it is written in one of the formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shapecoach.analysis.model import Fact, Finding, Related, Severity
from shapecoach.cli.files import Source
from shapecoach.lsp.text import split_lines

RANKS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.HINT: 0}


@dataclass(frozen=True)
class CheckedFile:
    """One file, the findings that the user wants to see, and the facts."""

    source: Source
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]

    @property
    def path(self) -> str:
        return str(self.source.path)

    def path_of(self, related: Related) -> str:
        """Where a related place is; a file below this folder is spelled as the user would find it from here."""
        if related.path is None:
            return self.path
        path, here = Path(related.path), Path.cwd()
        return str(path.relative_to(here) if not self.source.path.is_absolute() and path.is_relative_to(here) else path)

    @cached_property
    def lines(self) -> list[str]:
        return split_lines(self.source.text)

    @property
    def bindings(self) -> list[Fact]:
        """The facts that `--shapes` shows."""
        return [fact for fact in self.facts if fact.binding]


@dataclass(frozen=True, slots=True)
class Report:
    files: tuple[CheckedFile, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for file in self.files for finding in file.findings)

    def has(self, least: Severity) -> bool:
        """Is there a finding that is at least this severe?"""
        return any(RANKS[finding.severity] >= RANKS[least] for file in self.files for finding in file.findings)
