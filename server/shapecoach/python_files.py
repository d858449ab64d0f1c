"""Which Python files of a folder somebody writes, for the command line and the language server alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from shapecoach.ignored import Ignored
from shapecoach.project import Project, project_of

SKIPPED = {"node_modules", "site-packages"}
"""Folders of other people's code; hidden folders (.git), virtual environments, what git ignores and what
`exclude` in pyproject.toml says are skipped too."""


def python_files(folder: Path) -> Iterator[Path]:
    """The files below a folder, in no order."""
    ignored = Ignored(folder)
    overruled = project_of(folder) if project_of(folder).leaves_out(folder.absolute(), is_folder=True) else None
    for root, folders, names in os.walk(folder):  # which doesn't follow links to folders, so there are no loops
        here = Path(root)
        project = project_of(here)
        if project == overruled:  # who names a folder that is left out means it
            project = Project()

        def skipped(path: Path, is_folder: bool = False, project: Project = project) -> bool:
            return ignored(path, is_folder) or project.leaves_out(path.absolute(), is_folder)

        folders[:] = [name for name in folders if _is_own_code(here / name) and not skipped(here / name, True)]
        python = (here / name for name in names if name.endswith((".py", ".pyi")))
        yield from (path for path in python if not skipped(path))


def _is_own_code(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.name not in SKIPPED and not (folder / "pyvenv.cfg").exists()
