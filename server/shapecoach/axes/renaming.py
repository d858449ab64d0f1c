"""Another name for an axis, everywhere it stands."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from shapecoach.analysis.edits import applied
from shapecoach.analysis.model import Edit, Position
from shapecoach.analysis.source import Source
from shapecoach.axes.occurrences import AxisIndex, Kind, Occurrence
from shapecoach.axes.patterns import ALL_OWN_WORDS
from shapecoach.axes.reading import HERE, read_axes
from shapecoach.axes.sharing import Places, Sharing, alone, is_shared

_LEGAL = re.compile(r"[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?")

Edits = Mapping[Path, tuple[Edit, ...]]


class RenameRefusedError(Exception):
    """The axis can't have that name, or not everything that speaks of it is understood; the text says why."""


def renamed(text: str, position: Position, new: str) -> tuple[Edit, ...]:
    """The edits that give the axis at a place of one file another name; none where there is no axis.

    Raises RenameRefusedError.
    """
    return renamed_everywhere(alone(text), HERE, position, new).get(HERE, ())


def renamed_everywhere(files: Sharing, path: Path, position: Position, new: str) -> Edits:
    """The edits, in every file, that give the axis at a place another name; none where there is no axis.

    Raises RenameRefusedError unless the edited texts have the same axes at the same places.
    """
    index = files.index(path)
    found = index.at(position) if index is not None else None
    if index is None or found is None or found.name == new:
        return {}
    _check_name(new)
    if not files.is_complete and is_shared(index, found):
        raise RenameRefusedError(f"there are too many files to know which of them share `{found.name}`")
    places = files.places(path, found)
    for file, name in files.doubts(places):
        raise RenameRefusedError(f"`{name}` is both imported and defined in {file.name}, so it may be either")
    for file, numbers in places.items():
        _check_places(files, file, numbers, found.name, new, path)
    for file, scopes in files.reach(path, found).items():
        _check_scopes(files.read(file), scopes, found.name, new, "" if file == path else f" of {file.name}")
    edits = {
        file: tuple(Edit(one.range, new) for one in _occurrences(files, file, numbers))
        for file, numbers in places.items()
    }
    if not _are_same_axes(files, path, index.occurrences.index(found), places, edits):
        raise RenameRefusedError(f"`{new}` means something else here already")
    return edits


def _check_name(new: str) -> None:
    if not _LEGAL.fullmatch(new):
        raise RenameRefusedError(
            f"`{new}` can't name an axis: letters, digits and `_` can, with a letter first and no `_` at an end"
        )
    if keyword.iskeyword(new):
        raise RenameRefusedError(f"`{new}` can't name an axis: it is a keyword of Python")


def _occurrences(files: Sharing, path: Path, numbers: Iterable[int]) -> list[Occurrence]:
    index = files.read(path)
    return [index.occurrences[number] for number in numbers]


def _check_places(files: Sharing, path: Path, numbers: Iterable[int], old: str, new: str, asked_in: Path) -> None:
    """Whether a name can stand where another did."""
    if path not in files.listed:
        raise RenameRefusedError(f"`{old}` stands in {path.name} too, which is outside of the open folders")
    of_file = "" if path == asked_in else f" of {path.name}"
    places = _occurrences(files, path, numbers)
    kinds = {place.kind: f"line {place.range.start.line + 1}{of_file}" for place in reversed(places)}
    if Kind.EQUATION in kinds and len(new) > 1:
        place = kinds[Kind.EQUATION]
        raise RenameRefusedError(f"`{old}` stands in the equation in {place}, where a name is one letter")
    if Kind.LENGTH in kinds and new in ALL_OWN_WORDS:
        raise RenameRefusedError(f"`{new}=` in {kinds[Kind.LENGTH]} would be another argument of einops'")


def _check_scopes(index: AxisIndex, scopes: frozenset[str], old: str, new: str, of_file: str) -> None:
    """Whether all is understood in the functions and classes that have an axis, and a name is free in them."""
    for obstacle in index.obstacles:
        if obstacle.scope is None or obstacle.scope in scopes:
            for name in obstacle.words & {old, new}:
                raise RenameRefusedError(f"`{name}` in line {obstacle.line + 1}{of_file} {obstacle.reason}")
    for other in index.occurrences:
        if other.name == new and other.scope in scopes:
            raise RenameRefusedError(f"`{new}` is another axis already, in line {other.range.start.line + 1}{of_file}")


def _are_same_axes(files: Sharing, path: Path, number: int, places: Places, edits: Edits) -> bool:
    """Whether every axis still stands where it stood, and is told from the same others."""
    new = next(iter(edits[path])).new_text
    texts: dict[Path, str] = {}
    for file in places:
        text = files.text(file)
        edited = applied(Source(text), edits[file]) if text is not None else None
        if edited is None or not _has_same_axes(read_axes(text or ""), read_axes(edited), places[file], new):
            return False
        texts[file] = edited
    after = files.with_texts(texts)
    index = after.index(path)
    return index is not None and after.places(path, index.occurrences[number]) == places


def _has_same_axes(before: AxisIndex, after: AxisIndex, changed: Iterable[int], new: str) -> bool:
    numbers = set(changed)
    expected = [(new if n in numbers else one.name, one.kind) for n, one in enumerate(before.occurrences)]
    if expected != [(one.name, one.kind) for one in after.occurrences]:
        return False
    pairs = {(one.symbol, other.symbol) for one, other in zip(before.occurrences, after.occurrences, strict=True)}
    return len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
