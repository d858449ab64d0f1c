"""The files that axis names stand in, as the editor shows them; a notebook's cells are one file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from shapecoach.analysis.model import Analysis, Position, Range
from shapecoach.analysis.workspace import Disk, Overlaid, Workspace
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.reading import read_axes
from shapecoach.axes.sharing import Sharing
from shapecoach.lsp.features.places import from_range, to_range
from shapecoach.lsp.notebooks import Part
from shapecoach.lsp.session import OpenDocument, Session
from shapecoach.python_files import python_files

MOST_FILES = 5_000
SECONDS_LISTED = 10.0
"""After which the folders are looked through again, for clients that don't tell what was added."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as the file that it is or, of a cell, is part of."""

    path: Path
    text: str
    part: Part | None = None  # of the notebook

    @property
    def index(self) -> AxisIndex:
        """The axes of all of the file."""
        return read_axes(self.text)

    @property
    def own_index(self) -> AxisIndex:
        """What of it stands in the document, at its own places."""
        return self.index.cut(self.part.start, self.part.end) if self.part else self.index

    def in_file(self, position: types.Position) -> Position:
        return Position(position.line + (self.part.start if self.part else 0), position.character)

    def in_document(self, place: Range) -> types.Range:
        return to_range(self.part.own(place) if self.part else place)

    def completion_in_document(self, item: types.CompletionItem) -> types.CompletionItem:
        """A completion of the file, at the document's own places."""
        if self.part and isinstance(item.text_edit, types.TextEdit):
            item.text_edit.range = self.in_document(from_range(item.text_edit.range))
        return item


def seen(document: OpenDocument, roots: tuple[str, ...]) -> Seen | None:
    """The file of a document; None where it isn't Python."""
    if not document.document.analysable:
        return None
    if document.notebook is None:
        return Seen(_path(document.document.path, roots), document.document.source)
    uri, notebook = document.notebook
    return Seen(_path(to_fs_path(uri) or uri, roots), notebook.source, notebook.part(document.uri))


def _path(path: str, roots: tuple[str, ...]) -> Path:
    """One that was never saved is looked upon as a file of the first folder."""
    return Path(path) if Path(path).is_absolute() or not roots else Path(roots[0], Path(path).name)


def known_of_file(session: Session, document: OpenDocument) -> Analysis:
    """What was last known of the tensors of a document, or of all cells of its notebook; at places of the file."""
    if document.notebook is None:
        return document.analysis or Analysis()
    _, notebook = document.notebook
    cells = [(session.get(cell), part) for cell, part in notebook.parts()]
    facts = (part.facts_in_whole(cell.analysis) for cell, part in cells if cell is not None and cell.analysis)
    return Analysis(facts=tuple(chain.from_iterable(facts)))


class AxisFiles:
    """What is open and what lies in the folders of the workspace, for axes that files share."""

    def __init__(self) -> None:
        self._disk = Disk(MOST_FILES)
        self._listed: tuple[tuple[str, ...], float, frozenset[Path]] = (), 0.0, frozenset()

    def forget(self) -> None:
        """Files have come or gone."""
        self._listed = (), 0.0, frozenset()

    async def sharing(self, session: Session, roots: tuple[str, ...], everywhere: bool) -> Sharing:
        """The files that are open, and `everywhere` those of the folders; what is open is as it is shown."""
        shown = {file.path: file.text for document in session if (file := seen(document, roots)) is not None}
        listed = await self.listed(roots) if everywhere else frozenset[Path]()
        workspace = Workspace(tuple(map(Path, roots)), Overlaid(shown, self._disk))

        def read(path: Path, text: str) -> AxisIndex:  # what is typed in would soon push out all others
            return read_axes(text) if path in shown else _read_saved(text)

        return Sharing(workspace, listed | shown.keys(), len(listed) < MOST_FILES, read)

    async def listed(self, roots: tuple[str, ...]) -> frozenset[Path]:
        """The Python files in the folders of the workspace."""
        of, when, listed = self._listed
        if of != roots or time.monotonic() - when > SECONDS_LISTED:
            listed = await asyncio.to_thread(_python_files_of, roots)
            self._listed = roots, time.monotonic(), listed
        return listed


@lru_cache(maxsize=512)
def _read_saved(text: str) -> AxisIndex:
    return read_axes(text)


def _python_files_of(roots: tuple[str, ...]) -> frozenset[Path]:
    found = (path for root in roots for path in python_files(Path(root)))
    return frozenset(islice(found, MOST_FILES))


def locations(
    session: Session, roots: tuple[str, ...], path: Path, places: Iterable[Range]
) -> Iterator[types.Location]:
    """Places of a file as the editor knows them: by the URI under which it is open, or the cell that they are in."""
    opened = [(document, file) for document in session if (file := seen(document, roots)) and file.path == path]
    for place in places:
        for document, file in opened:
            if file.part is None or file.part.holds(place):
                yield types.Location(document.uri, file.in_document(place))
                break
        else:
            yield types.Location(path.as_uri(), to_range(place))
