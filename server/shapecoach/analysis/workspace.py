"""Where the modules of a workspace are, and their texts: what imports may reach without running anything.

Nothing here needs torch.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

LARGEST_IMPORT = 1_000_000  # bytes; a larger file is generated data
MOST_KEPT = 4096
_OF_OTHERS = frozenset({"site-packages", "dist-packages", "node_modules"})


class Files(Protocol):
    """Turns a path into a text."""

    def read(self, path: Path) -> str | None:
        """The text of a file; None where there is none that could be imported."""
        ...


class Disk:
    """The files as they are saved.  A text is read again only when its file has changed."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._kept: OrderedDict[Path, tuple[tuple[int, int], str | None]] = OrderedDict()

    def read(self, path: Path) -> str | None:
        try:
            state = os.stat(path)
        except (OSError, ValueError):
            return None
        stamp = (state.st_mtime_ns, state.st_size)
        kept = self._kept.get(path)
        if kept is None or kept[0] != stamp:
            kept = self._kept[path] = stamp, _text(path) if state.st_size <= LARGEST_IMPORT else None
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        return kept[1]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


DISK = Disk()


class _Nothing:
    """No files at all."""

    def read(self, path: Path) -> str | None:
        return None


NOTHING = _Nothing()


@dataclass(frozen=True)
class Overlaid:
    """Texts that are newer than their files, such as those open in an editor, over other files."""

    newer: Mapping[Path, str]
    beneath: Files = DISK

    def read(self, path: Path) -> str | None:
        text = self.newer.get(path)
        return text if text is not None else self.beneath.read(path)


@dataclass(frozen=True)
class Workspace:
    """The files that imports may reach.  `roots` are the folders that are open, or were given to be checked."""

    roots: tuple[Path, ...] = ()
    files: Files = field(default=DISK)

    def places(self, name: str, level: int, importer: Path, read: Callable[[Path], str | None]) -> Iterator[Path]:
        """Where module `name` may be when `importer` asks for it, the likeliest place first.

        A place is a path without `.py` or `/__init__.py`; nothing may be there.  `level` counts the leading dots.
        """
        parts = name.split(".") if name else []
        if level:
            if level < len(importer.parents):
                yield importer.parents[level - 1].joinpath(*parts)
            return
        package = _package_root(importer, read)
        bases = [package, importer.parent, *(base for root in self.roots for base in (root, root / "src"))]
        for base in dict.fromkeys(bases):
            if _OF_OTHERS.isdisjoint(base.parts) or (base == package and parts[0] == _top(importer, package)):
                yield base.joinpath(*parts)


def files_of(place: Path) -> tuple[Path, Path]:
    """The files that a module may be, in the order in which Python looks for them."""
    return place / "__init__.py", place.with_name(f"{place.name}.py")


def _package_root(importer: Path, read: Callable[[Path], str | None]) -> Path:
    """The folder that holds the package that a file belongs to, or the file itself."""
    folder = importer.parent
    while folder.parent != folder and read(folder / "__init__.py") is not None:
        folder = folder.parent
    return folder


def _top(importer: Path, package_root: Path) -> str:
    return importer.relative_to(package_root).parts[0]


def digest(text: str) -> str:
    """What tells a text from any other."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
