"""The diagnostics of all files of the workspace, open or not, for a client that asks for them.

What is open is told as it is shown.  Other files are analysed one by one whenever nothing that somebody edits waits,
and again only when they, or what they import, have changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled

from shapecoach.analysis.workspace import digest
from shapecoach.lsp.open_document import OpenDocument
from shapecoach.lsp.server import ShapeCoachServer

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport
Token = int | str


async def on_workspace_diagnostic(
    server: ShapeCoachServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """All reports; with a token for partial results, each as soon as it is there.

    A client that has such a token and knows all already is answered when something changes: it would ask again at once.
    """
    session, before = server.session, {known.uri: known.value for known in params.previous_result_ids}
    stream, made = params.partial_result_token, list[Report]()
    if before and stream is not None and session.changes == server.saved_files.told_at:
        await session.change()
    now = session.changes
    with _progress(server, params.work_done_token) as tell:
        files = await server.axis_files.listed(server.roots())
        number = 0
        async for report in _reports(server, files, before):
            number += 1
            tell(100 * number // (len(files) + 1))
            if report is not None and stream is not None:
                partial = types.WorkspaceDiagnosticReportPartialResult([report])
                server.protocol.notify(types.PROGRESS, types.ProgressParams(stream, partial))
            elif report is not None:
                made.append(report)
    server.saved_files.told_at = now
    return types.WorkspaceDiagnosticReport(made)


async def _reports(
    server: ShapeCoachServer, files: frozenset[Path], before: dict[str, str]
) -> AsyncIterator[Report | None]:
    session = server.session
    opened = list(session)
    shown = {Path(document.document.path) for document in opened}
    for document in opened:
        await document.at_rest()
        yield _report(server, document, document.document.version, before)
    for path in sorted(files - shown):
        document = await server.saved_files.read(session, path)
        yield _report(server, document, None, before) if document is not None else None
    listed = {document.uri for document in opened} | {path.as_uri() for path in files}
    for uri in before.keys() - listed:  # what is gone has nothing wrong any more
        yield types.WorkspaceFullDocumentDiagnosticReport(uri, [])


def _report(server: ShapeCoachServer, document: OpenDocument, version: int | None, before: dict[str, str]) -> Report:
    shown = server.session.shown_diagnostics(document)
    result_id = digest(repr(shown))
    if before.get(document.uri) == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(document.uri, result_id, version)
    return types.WorkspaceFullDocumentDiagnosticReport(document.uri, shown, version, result_id=result_id)


class _Progress:
    """How much of a request is done, in percent; told where it is another number."""

    def __init__(self, server: ShapeCoachServer, token: Token | None) -> None:
        self._server, self._token, self._told = server, token, 0

    def __call__(self, percentage: int) -> None:
        progress = self._server.work_done_progress
        if self._token is None:
            return
        if progress.tokens[self._token].cancelled():  # pyright: ignore[reportUnknownMemberType]
            raise JsonRpcRequestCancelled("cancelled by the user")
        if percentage > self._told:
            self._told = percentage
            progress.report(self._token, types.WorkDoneProgressReport(percentage=percentage))


@contextmanager
def _progress(server: ShapeCoachServer, token: Token | None) -> Generator[_Progress]:
    """Show that a request is being worked on, where the client wants to know, until it is answered or cancelled."""
    progress = server.work_done_progress
    if token is None:
        yield _Progress(server, None)
        return
    progress.begin(token, types.WorkDoneProgressBegin("Checking shapes", cancellable=True, percentage=0))
    try:
        yield _Progress(server, token)
    finally:
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)  # pyright: ignore[reportUnknownMemberType]
