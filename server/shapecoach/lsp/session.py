"""The open documents, and what is known about the newest version of each."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lsprotocol import types

from shapecoach.analysis.model import Analysis, Finding, Range
from shapecoach.lsp.analyst import Analyst, Limits
from shapecoach.lsp.channel import Job
from shapecoach.lsp.documents import MOST_CHARACTERS, Document
from shapecoach.lsp.features.diagnostics import diagnostic, too_long
from shapecoach.lsp.last_time import known_last_time
from shapecoach.lsp.notebooks import Notebook
from shapecoach.lsp.open_document import OpenDocument
from shapecoach.lsp.pages import rule_page
from shapecoach.lsp.settings import Settings
from shapecoach.lsp.worker import ENGINE
from shapecoach.project import FILE, Fault, Project, project_at, project_of

if TYPE_CHECKING:
    from shapecoach.lsp.features.verdicts import Judged


class Client(Protocol):
    """What the session tells the editor."""

    def publish(self, document: Document, diagnostics: list[types.Diagnostic]) -> None: ...

    @property
    def pulls(self) -> bool:
        """Does the editor ask for the diagnostics of a document?  Otherwise they are published."""
        ...

    def refresh_diagnostics(self) -> None: ...

    def refresh_inlay_hints(self) -> None: ...

    def publish_faults(self, path: Path, faults: Sequence[Fault]) -> None: ...

    def report_status(self, state: str, message: str) -> None: ...

    def roots(self) -> tuple[str, ...]: ...


class Session:
    """One editor's session: documents in, diagnostics out."""

    def __init__(self, client: Client, engine: str, limits: Limits | None = None) -> None:
        self.settings = Settings()
        self.analyst = Analyst(self, engine, limits)
        self._client = client
        self._keeps = engine == ENGINE
        self._faults: dict[Path, tuple[Fault, ...]] = {}
        self._documents: dict[str, OpenDocument] = {}
        # Not the client's versions: a document that is closed and opened again starts those anew, and an answer
        # from before must not pass for one from after.
        self.newest = 0
        self.changes = 0  # so far, of all that diagnostics hang on
        self._changed = asyncio.Event()

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(self._documents.values())

    def get(self, uri: str) -> OpenDocument | None:
        return self._documents.get(uri)

    def opened(self, document: Document) -> None:
        version = self._next_version()
        if before := self._let_go(document.uri):  # a client that opens twice
            before.edited = version
        opened = self._documents[document.uri] = OpenDocument(document, version, version)
        job = self._job(opened)
        known = known_last_time(job, self.shown()) if self._keeps and document.analysable else None
        if known is None:
            self._analyse(opened)
        else:
            self.analysed(job, known)
            self.analyst.analyse(replace(job, again=True))

    def edited(self, uri: str) -> None:
        if document := self._documents.get(uri):
            document.renew(self._next_version())
            self._analyse(document)

    def closed(self, uri: str) -> None:
        if gone := self._let_go(uri):
            if not self._client.pulls:
                self._client.publish(gone.document, [])
            self.changed_elsewhere([gone.document.path])

    def show_notebook(self, uri: str, cells: Sequence[Document]) -> None:
        """A notebook was opened or has changed: these are its Python cells now."""
        self.close_notebook(uri, {cell.uri for cell in cells})
        notebook, version = Notebook({cell.uri: cell.source for cell in cells}), self._next_version()
        for cell in cells:
            open_ = self._documents.setdefault(cell.uri, OpenDocument(cell, version, version))
            before = open_.notebook[1].cells.get(cell.uri) if open_.notebook else None
            open_.document, open_.notebook = cell, (uri, notebook)
            open_.renew(version, edited=before != cell.source)
        if cells:
            self.analyst.analyse(self._job(self._documents[cells[0].uri]))

    def close_notebook(self, uri: str, but: Collection[str] = ()) -> None:
        """A notebook is gone, or all its cells but some."""
        for open_ in list(self._cells(uri)):
            if open_.uri not in but:
                self.closed(open_.uri)
        if not but:
            self.analyst.forget(uri)

    def shown(self) -> Mapping[str, str]:
        """The text of every open document, by its path."""
        return {
            open_.document.path: open_.document.source
            for open_ in self
            if open_.document.analysable and not open_.notebook
        }

    async def change(self) -> None:
        """Wait until anything that diagnostics hang on is another."""
        await self._changed.wait()

    def _note_change(self) -> None:
        self.changes += 1
        before, self._changed = self._changed, asyncio.Event()
        before.set()

    def changed_elsewhere(self, paths: Sequence[str]) -> None:
        """Files or folders have changed: analyse what imports them again, and heed what a project says now."""
        projects = [Path(path) for path in paths if Path(path).name == FILE]
        for path in projects:
            self._tell_faults(project_at(path) or Project(path))
        if projects:
            self.publish_all()
        self._note_change()
        folders = tuple(path + os.sep for path in paths)  # or they may be that
        for open_ in self:
            read = [found.path for found in (open_.analysis or Analysis()).dependencies]
            if open_.settled.is_set() and any(path in paths or path.startswith(folders) for path in read):
                self.analyst.analyse(self._job(open_, again=True))

    def moved(self) -> None:
        """The workspace has other folders: imports may lead elsewhere."""
        self._note_change()
        for open_ in self:
            if open_.settled.is_set() and open_.document.analysable:
                self.analyst.analyse(self._job(open_, again=True))

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings
        self._note_change()
        self.publish_all()

    def findings(self, document: OpenDocument) -> tuple[Finding, ...]:
        """What was found in the document, without what the user doesn't want to hear of."""
        project = self.project(document)
        if document.analysis is None or project.leaves_out(Path(document.document.path)):
            return ()
        wanted = (
            each
            for each in document.analysis.findings
            if each.rule not in self.settings.ignore and project.tells_of(each.rule)
        )
        return tuple(document.mended.get(each, each) for each in wanted)

    def project(self, document: OpenDocument) -> Project:
        """What a pyproject.toml says of the document; for a new one, that of the first folder of the workspace."""
        path, roots = Path(document.document.path), self._client.roots()
        if not path.is_absolute() and not roots:
            return Project()
        return project_of(path.parent if path.is_absolute() else Path(roots[0]))

    async def mend(self, document: OpenDocument, window: Range) -> None:
        """Have fixes looked for of the findings that touch `window`; they are not looked for until somebody asks."""
        await document.known()
        bare = {each for each in self.unmended(document) if each.range.touches(window)}
        job = self._job(document, mend=window)
        analysis = await self.analyst.mended(job) if bare else None
        if analysis is not None and document.version == job.version:
            analysis = document.own(analysis)
            known = {replace(each, fixes=()): each for each in analysis.findings}
            document.mended.update({each: known.get(replace(each, fixes=()), each) for each in bare})

    def unmended(self, document: OpenDocument) -> Iterator[Finding]:
        """The findings that no fix was looked for yet."""
        mended = set(document.mended.values())
        return (each for each in self.findings(document) if each not in mended)

    async def analysis_of(self, document: OpenDocument) -> Analysis | None:
        """The analysis of a document that isn't open; what is edited comes first.  None if there will be none."""
        return await self.analyst.mended(self._job(document))

    async def tried(self, document: OpenDocument, text: str) -> Analysis | None:
        """The analysis that the document would have with this text; None if there will be none."""
        version = document.version
        if document.notebook is None:
            return await self.analyst.mended(replace(self._job(document), text=text, trial=True))
        notebook = document.notebook[1].with_cell(document.uri, text)
        analysis = await self.analyst.mended(replace(self._job(document), text=notebook.source, trial=True))
        return notebook.part(document.uri).of(analysis) if analysis and document.version == version else None

    def diagnostics(self, document: OpenDocument) -> list[types.Diagnostic]:
        """The findings as diagnostics, in the same order."""
        return [diagnostic(finding, document.uri, rule_page) for finding in self.findings(document)]

    def shown_diagnostics(self, document: OpenDocument) -> list[types.Diagnostic]:
        """All that is to be seen in the document: the findings, and the verdict on an exercise."""
        shown = self.diagnostics(document)
        if document.document.is_too_long:
            shown.append(too_long(MOST_CHARACTERS))
        if document.judged:
            from shapecoach.lsp.features.verdicts import verdict_diagnostic  # lessons: only where there are any

            verdict = verdict_diagnostic(document.judged, document.uri, document.document.lines)
            shown += [verdict] if verdict else []
        return shown

    def publish(self, document: OpenDocument, edited: bool = False) -> None:
        """Show the newest diagnostics; while an analysis is on its way, its end will do so.

        An editor that asks for them itself has already asked where it was the document that was `edited`.
        """
        if not document.settled.is_set():
            return
        self._tell_faults(self.project(document))
        if not self._client.pulls:
            self._client.publish(document.document, self.shown_diagnostics(document))
        elif not edited:
            self._client.refresh_diagnostics()

    def publish_all(self) -> None:
        for document in self:
            self.publish(document)

    def judge(self, uri: str, judged: Judged | None) -> None:
        """Show the outcome of an exercise's tests, until the next; with None, show none any more."""
        if document := self._documents.get(uri):
            document.judged = judged
            self.publish(document)

    def analysed(self, job: Job, analysis: Analysis) -> None:
        """The analyst's answer; dropped when the document has changed meanwhile."""
        opened = self._documents.get(job.uri)
        concerned = [open_ for open_ in (opened, *self._cells(job.uri)) if open_ and open_.version == job.version]
        for document in concerned:
            was_edited = not job.again and document.edited == job.version
            before, now = document.analysis, document.own(analysis)
            document.learn(now)
            self.publish(document, edited=was_edited)
            if not was_edited and before is not None and before.facts != now.facts:
                self._client.refresh_inlay_hints()  # after its own edit the client asks by itself
        if concerned and not job.again:
            self.changed_elsewhere([job.path])

    def gave_up(self, job: Job) -> None:
        """The analyst can't analyse this version: rather show nothing than something old in the wrong place."""
        self.analysed(job, Analysis())

    def status(self, state: str, message: str) -> None:
        self._client.report_status(state, message)

    def _next_version(self) -> int:
        self.newest += 1
        self._note_change()
        return self.newest

    def _cells(self, notebook: str) -> Iterator[OpenDocument]:
        return (open_ for open_ in self if open_.notebook and open_.notebook[0] == notebook)

    def _let_go(self, uri: str) -> OpenDocument | None:
        """Forget a document; who waits for its analysis waits no longer."""
        gone = self._documents.pop(uri, None)
        if gone is not None:
            self.analyst.forget(uri)
            gone.analysis = None
            gone.settled.set()
        return gone

    def _tell_faults(self, project: Project) -> None:
        """Show what is wrong in a pyproject.toml, once, and no more when it is mended."""
        if project.path is not None and self._faults.get(project.path, ()) != project.faults:
            self._faults[project.path] = project.faults
            self._client.publish_faults(project.path, project.faults)

    def _analyse(self, document: OpenDocument) -> None:
        """Begin at once: while one version is analysed, the analyst keeps only the newest of those that come after."""
        job = self._job(document)
        if document.document.analysable:
            self.analyst.analyse(job)
        else:
            self.gave_up(job)

    def _job(self, document: OpenDocument, again: bool = False, mend: Range | None = None) -> Job:
        text = document.document
        if document.notebook is not None:
            uri, notebook = document.notebook
            mend = mend and notebook.part(document.uri).in_whole(mend)
            return Job(uri, document.version, notebook.source, text.path, self._client.roots(), again, mend=mend)
        return Job(text.uri, document.version, text.source, text.path, self._client.roots(), again, mend=mend)
