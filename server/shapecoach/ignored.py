"""What `.gitignore` files say is not to be looked at.

They are read here and not by git: a repository can make git run commands of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pathspec import GitIgnoreSpec


class Ignored:
    """Whether a path below `top` is ignored by a `.gitignore` beside it or above it, up to the root of its repository.

    Who names a folder that is itself ignored means it, so from there on only what it says in it counts.
    """

    def __init__(self, top: Path) -> None:
        self._top: Path | None = None
        self._top = top.absolute() if self(top, is_folder=True) else None

    def __call__(self, path: Path, is_folder: bool = False) -> bool:
        folder, whole = path.absolute().parent, path.absolute()
        while True:
            spec = _spec(folder)
            if spec is not None:
                name = whole.relative_to(folder).as_posix()
                says = spec.check_file(f"{name}/" if is_folder else name).include
                if says is not None:  # the nearest file that says something is right
                    return says
            if (folder / ".git").exists() or folder in (folder.parent, self._top):
                return False
            folder = folder.parent


@cache
def _spec(folder: Path) -> GitIgnoreSpec | None:
    try:
        return GitIgnoreSpec.from_lines((folder / ".gitignore").read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return None
