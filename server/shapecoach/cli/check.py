"""`shapecoach check`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shapecoach.analysis.model import Severity
from shapecoach.analysis.workspace import Workspace
from shapecoach.cli.files import read_all, roots_of
from shapecoach.cli.formats import Format, writer
from shapecoach.cli.report import Report, check_file


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
) -> None:
    """Find tensor shapes that don't fit, or fit and are wrong, without running anything.

    The exit code is 0 if nothing was found, 1 if something was, 2 if the check could not run.
    """
    from shapecoach.cli.rule_names import known_rules

    selected, ignored = known_rules(select or []), known_rules(ignore or [])
    sources = read_all(paths or [Path()])

    from shapecoach.hints import examine  # imports torch, so only when there is something to analyse

    workspace = Workspace(roots=roots_of(paths or []))
    report = Report(
        tuple(
            check_file(
                source,
                partial(examine, workspace=workspace),
                lambda finding: (not selected or finding.rule in selected) and finding.rule not in ignored,
            )
            for source in sources
        )
    )
    writer(format)(report, shapes)
    raise typer.Exit(1 if report.has(severity) else 0)
