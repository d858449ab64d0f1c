"""`shapecoach check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shapecoach.analysis.model import Finding, Severity
from shapecoach.analysis.workspace import Workspace
from shapecoach.cli.examining import remembered
from shapecoach.cli.files import Source, UnusableInputError, read_all, roots_of
from shapecoach.cli.formats import Format, writer
from shapecoach.cli.report import CheckedFile, Report
from shapecoach.cli.rule_names import known_rules
from shapecoach.kept.memo import DiskMemo, NoMemo
from shapecoach.project import Project, project_of


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
    selected, ignored = known_rules(select), known_rules(ignore)
    sources = read_all(paths or [Path()])
    projects = projects_of(sources)
    workspace = Workspace(roots=roots_of(paths or []))
    memo = DiskMemo.in_cache_folder("checked", workspace) if cache else NoMemo()

    def wanted(source: Source, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        project = projects[source.path.parent].overruled(selected, ignored)
        return tuple(finding for finding in findings if project.tells_of(finding.rule))

    report = Report(
        tuple(
            CheckedFile(source, wanted(source, analysis.findings), analysis.facts)
            for source, analysis in zip(sources, remembered(sources, workspace, memo), strict=True)
            if analysis is not None
        )
    )
    writer(format)(report, shapes)
    raise typer.Exit(1 if report.has(severity) else 0)


def projects_of(sources: list[Source]) -> dict[Path, Project]:
    """What `[tool.shapecoach]` says for each folder.  Raises UnusableInputError where something in it is wrong."""
    projects = {folder: project_of(folder) for folder in dict.fromkeys(source.path.parent for source in sources)}
    faults = dict.fromkeys(fault for project in projects.values() for fault in project.faults)
    if faults:
        raise UnusableInputError("\n".join(map(str, faults)))
    return projects
