"""What was found out about a file, kept on disk: while nothing it hangs on has changed, nobody need load PyTorch.

Whole files are kept and not the answers of probes, since it is the loading that takes the time.  An entry is a file of
its own, written beside its place and then moved there, so that any number of runs may share the folder; one that can't
be read, for whatever reason, is as good as none.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import shapecoach
from shapecoach.analysis.model import Analysis
from shapecoach.analysis.workspace import Workspace, digest
from shapecoach.cache_folder import cache_folder
from shapecoach.kept.codec import decoded, encoded

MOST_BYTES = 64_000_000
ENGINE = ("shapes", "probe", "analysis", "hints")
ASKED = ("torch", "einops", "numpy", "jaxtyping")
"""The libraries whose versions an answer hangs on."""


class Memo(Protocol):
    def get(self, path: Path, text: str) -> Analysis | None: ...

    def put(self, path: Path, text: str, analysis: Analysis) -> None: ...

    def make_room(self) -> None: ...


class NoMemo:
    """Remembers nothing: `check --no-cache`."""

    def get(self, path: Path, text: str) -> Analysis | None:
        return None

    def put(self, path: Path, text: str, analysis: Analysis) -> None:
        pass

    def make_room(self) -> None:
        pass


@dataclass(frozen=True)
class DiskMemo:
    """Analyses by the text and path of the file, the workspace's roots, and everything that is installed."""

    workspace: Workspace
    folder: Path

    @staticmethod
    def in_cache_folder(name: str, workspace: Workspace) -> DiskMemo | NoMemo:
        """The user's own memo of that name; none where there can't be one that only they may write."""
        try:
            folder = cache_folder() / name
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            state = folder.stat()
            if os.name == "posix" and (state.st_uid != os.getuid() or state.st_mode & 0o022):
                return NoMemo()
        except (OSError, RuntimeError):  # no home, or one that can't be written
            return NoMemo()
        return DiskMemo(workspace, folder)

    def get(self, path: Path, text: str) -> Analysis | None:
        """What is kept of a file, if it still holds."""
        try:
            data = self._place(path, text).read_bytes()
            check, _, body = data.partition(b"\n")
            if check != _checksum(body):
                return None
            analysis = decoded(Analysis, json.loads(body))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return analysis if self._holds(analysis) else None

    def put(self, path: Path, text: str, analysis: Analysis) -> None:
        """Keep an analysis."""
        try:
            body = json.dumps(encoded(analysis), separators=(",", ":")).encode()
            self._write(self._place(path, text), _checksum(body) + b"\n" + body)
        except (OSError, ValueError):  # a full disk, a folder that is gone
            return

    def make_room(self) -> None:
        """Remove the entries that were made longest ago, where there are too many."""
        entries = list[tuple[float, int, str]]()
        with suppress(OSError), os.scandir(self.folder) as found:
            for entry in found:
                state = entry.stat()
                entries.append((state.st_mtime, state.st_size, entry.path))
        excess = sum(size for _, size, _ in entries) - MOST_BYTES
        for _, size, path in sorted(entries) if excess > 0 else ():
            if excess <= -MOST_BYTES // 4:
                break
            with suppress(OSError):
                os.unlink(path)
                excess -= size

    def _holds(self, analysis: Analysis) -> bool:
        """Whether the files that it hangs on are what they were."""
        for dependency in analysis.dependencies:
            text = self.workspace.files.read(Path(dependency.path))
            if (None if text is None else digest(text)) != dependency.digest:
                return False
        return True

    def _place(self, path: Path, text: str) -> Path:
        key = repr((installed(), str(path.absolute()), list(map(str, self.workspace.roots)), text))
        return self.folder / digest(key)

    def _write(self, path: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise


@cache
def installed() -> str:
    """What tells this engine, and the libraries it asks, from any other."""
    sources = blake2b(digest_size=16)
    package = Path(shapecoach.__file__).parent
    for part in ENGINE:
        for path in sorted((package / part).rglob("*.py")):
            sources.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes() + b"\0")
    return repr((sys.version, sources.hexdigest(), [_version(name) for name in ASKED]))


def _version(name: str) -> str:
    from importlib import metadata  # half as long as all else that the server imports for this

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()
