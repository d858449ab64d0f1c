"""What is known of files that are not open: analysed when somebody asks, and again only when they have changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from shapecoach.analysis.model import Analysis
from shapecoach.analysis.workspace import Disk, digest
from shapecoach.lsp.axis_files import MOST_FILES
from shapecoach.lsp.documents import Document
from shapecoach.lsp.open_document import OpenDocument
from shapecoach.lsp.session import Session


class SavedFiles:
    """What is known of files that are not open."""

    def __init__(self) -> None:
        self._disk = Disk(MOST_FILES)
        self._known: dict[Path, tuple[str, Analysis]] = {}  # with the text's digest
        self.told_at = -1  # the changes by then

    async def read(self, session: Session, path: Path) -> OpenDocument | None:
        """The file as if it were open; None where it can't be read."""
        text, shown = await asyncio.to_thread(self._disk.read, path), session.shown()
        if text is None:
            return None
        document = OpenDocument(Document(path.as_uri(), source=text, language_id="python"), 0, 0)
        before = self._known.get(path)
        if before is not None and before[0] == digest(text) and self._stands(before[1], shown):
            document.analysis = before[1]
        elif document.document.analysable:
            document.analysis = await session.analysis_of(document)
            if document.analysis is not None:
                self._known[path] = digest(text), document.analysis
        return document

    def _stands(self, analysis: Analysis, shown: Mapping[str, str]) -> bool:
        """Whether all that the analysis hangs on is as it was."""
        for found in analysis.dependencies:
            text = shown[found.path] if found.path in shown else self._disk.read(Path(found.path))
            if (None if text is None else digest(text)) != found.digest:
                return False
        return True
