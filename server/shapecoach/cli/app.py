"""The command `shapecoach`: its parts put together."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from shapecoach.cli.files import UnusableInputError
from shapecoach.cli.language_server import lsp


def run() -> None:
    """Run the command that the arguments name.  Unusable input is said on standard error, with exit code 2."""
    try:
        make_app(sys.argv[1:])()
    except UnusableInputError as error:
        print(f"shapecoach: {error}", file=sys.stderr)
        sys.exit(2)


def make_app(arguments: Sequence[str]) -> typer.Typer:
    """The commands that `arguments` can ask for: all, or `lsp` alone, since an editor waits for it.

    What the others import, above all rich, would take as long again as what the language server needs.
    """
    app = typer.Typer(
        name="shapecoach",
        help="Live tensor shapes, the mistakes they reveal, and lessons that teach them.",
        no_args_is_help=True,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback()(root)
    if arguments[:1] != ["lsp"]:
        add_commands_for_people(app)
    app.command()(lsp)
    return app


def add_commands_for_people(app: typer.Typer) -> None:
    from shapecoach.cli import lessons
    from shapecoach.cli.check import check
    from shapecoach.cli.doctor import doctor
    from shapecoach.cli.explain import explain
    from shapecoach.cli.flow import flow

    app.command()(check)
    app.command()(explain)
    app.command()(flow)
    app.command()(doctor)
    lessons.register(app)


def show_version(wanted: bool) -> None:
    if wanted:
        from shapecoach import __version__

        typer.echo(f"shapecoach {__version__}")
        raise typer.Exit


def root(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass
