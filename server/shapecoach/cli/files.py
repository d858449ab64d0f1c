"""Which files to check, and their texts."""

from __future__ import annotations

import io
import sys
import tokenize
from dataclasses import dataclass
from pathlib import Path

from shapecoach.python_files import python_files

MOST_BYTES = 1_000_000
"""Larger files are generated data, not code that somebody writes."""


class UnusableInputError(Exception):
    """What the user gave can't be checked; the text says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text.  `path` is spelled as the user would find it from where they are."""

    path: Path
    text: str


def read_all(paths: list[Path]) -> list[Source]:
    """The sources at `paths`, and below those that are folders; each once, in order.

    Raises UnusableInputError for a missing path, a folder without Python, and a file named in `paths` that is no text.
    """
    sources: dict[Path, Source] = {}
    for path in paths:
        for source in _read_folder(path) if path.is_dir() else [read(path)]:
            sources.setdefault(source.path, source)
    return list(sources.values())


def roots_of(paths: list[Path]) -> tuple[Path, ...]:
    """The folders in which imports are looked up: those to be checked, and the one where the user is."""
    return tuple(dict.fromkeys([*(path.absolute() for path in paths if path.is_dir()), Path.cwd()]))


def read(path: Path) -> Source:
    """One file.  Raises UnusableInputError where it is missing, too large or not text."""
    if not path.exists():
        raise UnusableInputError(f"{path}: no such file or folder")
    if not path.is_file():
        raise UnusableInputError(f"{path}: not a file")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableInputError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB, so hardly written by hand")
        data = path.read_bytes()
    except OSError as error:
        raise UnusableInputError(f"{path}: {error.strerror or error}") from error
    if b"\0" in data:
        raise UnusableInputError(f"{path}: a binary file")
    try:
        return Source(path, data.decode(_encoding(data)))
    except UnicodeDecodeError as error:
        raise UnusableInputError(f"{path}: not {error.encoding.upper()} text (byte {error.start})") from error


def _encoding(data: bytes) -> str:
    """The encoding that Python would read a file in: what a `coding` comment says, otherwise UTF-8."""
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:  # an unknown encoding, or no text in the one that it says
        return "utf-8-sig"


def _read_folder(folder: Path) -> list[Source]:
    """The readable sources below a folder; what is no text there was not asked for by name, so it is passed over."""
    found = sorted(python_files(folder))
    if not found:
        raise UnusableInputError(f"{folder}: no Python file in this folder")
    return [source for path in found if (source := _read_if_text(path)) is not None]


def _read_if_text(path: Path) -> Source | None:
    try:
        return read(path)
    except UnusableInputError as error:
        print(f"shapecoach: passed over {error}", file=sys.stderr)
        return None
