"""The server as an object: the protocol it speaks, its state, and what it says to the editor unasked."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from lsprotocol import types
from pygls.exceptions import JsonRpcServerNotInitialized
from pygls.io_ import StdoutWriter, run_async
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter
from pygls.uris import to_fs_path

from shapecoach import __version__
from shapecoach.drawing.themes import ThemeKind
from shapecoach.lsp.analyst import Limits
from shapecoach.lsp.announced import COMMANDS, MESSAGES
from shapecoach.lsp.documents import Document
from shapecoach.lsp.features.diagnostics import SOURCE
from shapecoach.lsp.protocol import ShapeCoachProtocol
from shapecoach.lsp.session import Session
from shapecoach.lsp.settings import has_flow_page, has_result_page, read_settings, read_theme
from shapecoach.lsp.start_progress import StartProgress
from shapecoach.lsp.stdin import reader_of
from shapecoach.lsp.worker import ENGINE
from shapecoach.project import Fault

if TYPE_CHECKING:
    from shapecoach.lsp.axis_files import AxisFiles
    from shapecoach.lsp.runs import Runs
    from shapecoach.lsp.saved_files import SavedFiles
    from shapecoach.lsp.worker_process import WorkerProcess

STATUS = "shapecoach/status"
LESSONS_CHANGED = "shapecoach/lessonsChanged"
PAUSE = 0.05
"""Seconds within which one change of a learner's progress mostly follows another."""
NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[types.NotebookDocumentFilterWithCells(cells=[types.NotebookCellLanguage("python")])]
)


class ShapeCoachServer(LanguageServer):
    """A server on its way; `server.session` holds its state.

    An editor waits for the answer to `initialize`.  What all other messages need is imported after that.
    """

    axis_files: AxisFiles
    saved_files: SavedFiles
    runs: Runs

    def __init__(self, engine: str = ENGINE, limits: Limits | None = None) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            "shapecoach",
            __version__,
            protocol_cls=ShapeCoachProtocol,
            converter_factory=default_converter,
            notebook_document_sync=NOTEBOOKS,
        )
        self.session = Session(self, engine, limits)
        self.debugged: dict[str, int] = {}  # the seeds of the inputs that a debugger runs exercises on, by document
        self.theme: ThemeKind | None = None  # that drawings are made for, where the client shows any
        self.has_flow_page = False
        self.has_result_page = False
        self._to_refresh: set[str] = set()
        self._to_tell: asyncio.TimerHandle | None = None
        self._start_progress = StartProgress(self)
        self._runner: asyncio.Runner | None = None
        self._is_at_work = False
        for method, options in MESSAGES.items():
            self.feature(method, options)(not_yet)
        for command in COMMANDS:
            self.command(command)(not_yet)

    def read_options(self, options: object) -> None:
        """Heed the initialization options."""
        self.session.change_settings(read_settings(options))
        self.theme = read_theme(options)
        self.has_flow_page = has_flow_page(options)
        self.has_result_page = has_result_page(options)

    def go_to_work(self) -> None:
        """Import what answers the messages, if it isn't there yet."""
        if self._is_at_work:
            return
        from shapecoach.lsp import answers
        from shapecoach.lsp.axis_files import AxisFiles
        from shapecoach.lsp.runs import Runs
        from shapecoach.lsp.saved_files import SavedFiles

        self.axis_files, self.saved_files, self.runs = AxisFiles(), SavedFiles(), Runs()
        self.protocol.fm.features.clear()  # pyright: ignore[reportUnknownMemberType]
        self.protocol.fm.commands.clear()  # pyright: ignore[reportUnknownMemberType]
        for method, answer in answers.FEATURES.items():
            self.feature(method)(answer)
        for command, act in answers.COMMANDS.items():
            self.command(command)(act)
        self._is_at_work = True

    def take(self, runner: asyncio.Runner, worker: WorkerProcess) -> None:
        """Let `start_io` go on in an event loop in which the worker was started, before the server was there."""
        self._runner = runner
        self.session.analyst.take(worker)

    def start_io(self, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> NoReturn:
        """Serve on standard input and output.  The exit code is 0 if the client asked for the end, as LSP says."""
        super().start_io(stdin, stdout)
        assert isinstance(self.protocol, ShapeCoachProtocol)
        sys.exit(0 if self.protocol.was_shut_down else 1)  # pygls has swallowed it

    def _start_io_async(self, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
        self._stop_event = threading.Event()
        self.protocol.set_writer(StdoutWriter(stdout or sys.stdout.buffer))
        try:
            with self._runner or asyncio.Runner() as runner:
                runner.run(self._serve(stdin or sys.stdin.buffer, self._stop_event))
        except BrokenPipeError:
            logging.getLogger(__name__).error("the client is gone")
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            self.shutdown()

    async def _serve(self, stdin: BinaryIO, stop: threading.Event) -> None:
        try:
            await run_async(stop, reader_of(stdin), self.protocol, error_handler=self.report_server_error)
        finally:  # the client may have gone without a word
            await self.end()

    async def end(self) -> None:
        """End all other processes."""
        await asyncio.gather(self.session.analyst.stop(), *([self.runs.end()] if self._is_at_work else []))

    def publish(self, document: Document, diagnostics: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, diagnostics, document.version)
        )

    @property
    def pulls(self) -> bool:
        """Does the client ask for diagnostics?  It must be one that can be told to ask again."""
        document, workspace = self.client_capabilities.text_document, self.client_capabilities.workspace
        again = workspace and workspace.diagnostics and workspace.diagnostics.refresh_support
        return bool(document and document.diagnostic and again)

    @property
    def resolves_hints(self) -> bool:
        """Does the client ask for a hint's tooltip when somebody wants to see it?"""
        document = self.client_capabilities.text_document
        resolves = document and document.inlay_hint and document.inlay_hint.resolve_support
        return bool(resolves and "tooltip" in resolves.properties)

    def refresh_diagnostics(self) -> None:
        """Have the client ask for them again, if it asks at all."""
        if self.pulls:
            self._refresh(types.WORKSPACE_DIAGNOSTIC_REFRESH)

    def _refresh(self, method: str) -> None:
        """Have the client ask again; once, however many documents are concerned."""
        if not self._to_refresh:
            asyncio.get_running_loop().call_soon(self._refresh_all)
        self._to_refresh.add(method)

    def _refresh_all(self) -> None:
        for method in sorted(self._to_refresh):
            self.protocol.send_request(method, None)
        self._to_refresh.clear()

    @property
    def reads_markdown(self) -> bool:
        """Does the client show Markdown in a hover?  One that doesn't say is taken to."""
        document = self.client_capabilities.text_document
        formats = document and document.hover and document.hover.content_format
        return not formats or types.MarkupKind.Markdown in formats

    def publish_faults(self, path: Path, faults: Sequence[Fault]) -> None:
        """Show what is wrong in a pyproject.toml, on the lines where it is."""
        shown = [
            types.Diagnostic(
                types.Range(types.Position(fault.line, 0), types.Position(fault.line + 1, 0)),
                fault.message,
                types.DiagnosticSeverity.Warning,
                source=SOURCE,
            )
            for fault in faults
        ]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(path.as_uri(), shown))

    def report_status(self, state: str, message: str) -> None:
        """Tell the client what the analysis process is doing: starting, ready, analysing or failed."""
        self.protocol.notify(STATUS, {"state": state, "message": message})
        self._start_progress.tell(state)

    def tell_of_progress(self) -> None:
        """Tell the client that a learner's progress is another, so that it asks for the lessons again.

        Several changes in a row are told once, when they are over.
        """
        if self._to_tell is not None:
            self._to_tell.cancel()
        self._to_tell = asyncio.get_running_loop().call_later(PAUSE, self.protocol.notify, LESSONS_CHANGED, None)

    def roots(self) -> tuple[str, ...]:
        """The folders of the workspace."""
        folders = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()] or [self.workspace.root_path]
        return tuple(folder for folder in folders if folder)

    def say(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show the user a message."""
        self.window_show_message(types.ShowMessageParams(kind, message))

    async def open_document(self, uri: str | None, otherwise: str, at: types.Range | None = None) -> None:
        """Open a document in the editor, with the cursor `at` a place; where that can't be done, say something."""
        window = self.client_capabilities.window
        if uri is not None and window and window.show_document and window.show_document.support:
            await self.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=True, selection=at))
        else:
            self.say(otherwise)

    def document(self, uri: str) -> Document:
        """The text of an open document."""
        document = self.workspace.get_text_document(uri)
        assert isinstance(document, Document)
        return document

    def refresh_inlay_hints(self) -> None:
        """Have the client ask for them again."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self._refresh(types.WORKSPACE_INLAY_HINT_REFRESH)

    def refresh_code_lenses(self) -> None:
        """Have the client ask for them again."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self._refresh(types.WORKSPACE_CODE_LENS_REFRESH)

    def refresh_semantic_tokens(self) -> None:
        """Have the client ask for them again: its own settings may say that it wants none."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.semantic_tokens and workspace.semantic_tokens.refresh_support:
            self._refresh(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)

    def report_server_error(self, error: Exception, source: Any) -> None:
        # pygls shows every internal error in a box; a person who is writing code has no use for it.
        logging.getLogger(__name__).error("%s: %s", getattr(source, "__name__", source), error)


def not_yet(*_: Any) -> NoReturn:
    """What is announced, and answered when the server is at work."""
    raise JsonRpcServerNotInitialized()
