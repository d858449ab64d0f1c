"""`learn` makes a folder of lessons; `export` and `import` carry what was passed from one to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shapecoach.cli.formats import lessons as looks
from shapecoach.cli.lessons.options import Dir, Format, OutputFormat, clear_errors, folder_at, print_json
from shapecoach.lessons import catalogue
from shapecoach.lessons.layout import CHANGES, lay_out


def learn(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made if it isn't there.")],
    format: Format = OutputFormat.TEXT,
) -> None:
    """Make a folder of lessons, or bring new ones into an old one. What you have written stays as it is."""
    with clear_errors():
        layout = lay_out(directory)
    if format is OutputFormat.JSON:
        print_json({"folder": str(directory.absolute()), **vars(layout)})
        return
    show = looks.console()
    counts = (
        ("made", layout.made),
        ("updated", layout.updated),
        ("moved", layout.moved),
        ("removed", layout.removed),
        ("left as you changed them", layout.kept),
    )
    told = ", ".join(f"{len(files)} {what}" for what, files in counts if files) or "all up to date"
    show.print(f"[green]✓[/] {len(catalogue().exercises)} exercises in [bold]{directory}[/] (files: {told})")
    for old, new in layout.moved.items():
        show.print(f"  {old} is now {new}", soft_wrap=True)
    for name, difference in layout.changed.items():
        show.print(looks.change(name, difference, directory / CHANGES / f"{name}.diff"))
    readme = directory / "README.md"
    here = "" if directory.absolute() == Path.cwd() else f"cd {directory} && "
    show.print(f"  Begin with {readme}, or: [cyan]{here}shapecoach next[/]", soft_wrap=True)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; an earlier export is replaced.")],
    format: Format = OutputFormat.TEXT,
    directory: Dir = Path(),
) -> None:
    """Save what you have passed, and how, in a file that `import` reads. Your answers aren't in it."""
    with folder_at(directory) as folder:
        count = folder.progress.export(file)
    if format is OutputFormat.JSON:
        print_json({"path": str(file.absolute()), "exercises": count})
    else:
        looks.console().print(f"[green]✓[/] What is known of {looks.exercises(count)} is in {file}.", soft_wrap=True)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `export` wrote.")],
    format: Format = OutputFormat.TEXT,
    directory: Dir = Path(),
) -> None:
    """Take in what `export` saved. Nothing that you have passed here is forgotten."""
    with folder_at(directory) as folder:
        changed = folder.progress.take_in(file)
    if format is OutputFormat.JSON:
        print_json({"changed": changed})
    elif changed:
        looks.console().print(f"[green]✓[/] {file} had something new of {looks.exercises(len(changed))}.")
    else:
        looks.console().print(f"[green]✓[/] {file} had nothing that isn't known here already.")
