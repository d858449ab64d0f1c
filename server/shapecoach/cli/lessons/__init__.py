"""The commands of the lessons."""

from __future__ import annotations

import typer

from shapecoach.cli.lessons.curriculum import lessons_app
from shapecoach.cli.lessons.setting_out import export, import_, learn
from shapecoach.cli.lessons.standing import next_exercise, review, status
from shapecoach.cli.lessons.working import hint, reset, solution, test

__all__ = ["register"]

_PANEL = "Lessons"
"""The heading that they stand under in `--help`."""


def register(app: typer.Typer) -> None:
    """Adds the commands of the lessons to the command line."""
    for command in (learn, test, hint, solution, reset):
        app.command(rich_help_panel=_PANEL)(command)
    app.command("next", rich_help_panel=_PANEL)(next_exercise)
    for command in (status, review, export):
        app.command(rich_help_panel=_PANEL)(command)
    app.command("import", rich_help_panel=_PANEL)(import_)
    app.add_typer(lessons_app, name="lessons", rich_help_panel=_PANEL)
