"""`shapecoach check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shapecoach.analysis.model import Finding, Severity
from shapecoach.analysis.workspace import Workspace
from shapecoach.cli.examining import remembered
from shapecoach.cli.files import read_all, roots_of
from shapecoach.cli.formats import Format, writer
from shapecoach.cli.memo import DiskMemo, NoMemo
from shapecoach.cli.report import CheckedFile, Report


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders; this folder if none.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to write what was found.")] = Format.TEXT,
    shapes: Annotated[bool, typer.Option("--shapes", help="Show the shape of every name too.")] = False,
    select: Annotated[list[str] | None, typer.Option(metavar="RULE,...", help="Only these rules.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULE,...", help="All but these rules.")] = None,
    severity: Annotated[
        Severity, typer.Option(help="The least severity that makes the exit code 1.")
    ] = Severity.WARNING,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Use and keep what was found out about files before.")
    ] = True,
) -> None:
    """Find tensor shapes that don't fit, or fit and are wrong, without running anything.

    The exit code is 0 if nothing was found, 1 if something was, 2 if the check could not run.
    """
    selected, ignored = _rules(select), _rules(ignore)
    sources = read_all(paths or [Path()])
    workspace = Workspace(roots=roots_of(paths or []))
    memo = DiskMemo.in_cache_folder(workspace) if cache else NoMemo()

    def wanted(finding: Finding) -> bool:
        return (not selected or finding.rule in selected) and finding.rule not in ignored

    report = Report(
        tuple(
            CheckedFile(source, tuple(filter(wanted, analysis.findings)), analysis.facts)
            for source, analysis in zip(sources, remembered(sources, workspace, memo), strict=True)
            if analysis is not None
        )
    )
    writer(format)(report, shapes)
    raise typer.Exit(1 if report.has(severity) else 0)


def _rules(names: list[str] | None) -> frozenset[str]:
    """The rules of an option, whose module takes as long to import as all the rest: not where there is no option."""
    if not names:
        return frozenset()
    from shapecoach.cli.rule_names import known_rules

    return known_rules(names)
