"""What the client asks and tells, each answered in a few lines."""

from __future__ import annotations

import asyncio
import gc
from typing import cast

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified
from pygls.uris import to_fs_path

from shapecoach.analysis.workspace import digest
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.lessons.folder import MARKER
from shapecoach.lsp.announced import FIX_ALL, FLOW
from shapecoach.lsp.any_sizes import for_any_sizes
from shapecoach.lsp.axis_files import seen
from shapecoach.lsp.exercises import get_ready
from shapecoach.lsp.features.axis_hover import axis_hover
from shapecoach.lsp.features.code_actions import code_actions, is_wanted
from shapecoach.lsp.features.declare_shape import declarations
from shapecoach.lsp.features.fix_all import fix_all
from shapecoach.lsp.features.hover import hover
from shapecoach.lsp.features.inlay_hints import completed, inlay_hints, postponed
from shapecoach.lsp.features.linter_complaints import ways_out
from shapecoach.lsp.features.places import from_position, from_range
from shapecoach.lsp.features.plain_text import as_plain_text
from shapecoach.lsp.features.shape_flow import flow_action
from shapecoach.lsp.fixing import fixes_together
from shapecoach.lsp.open_document import ServerCancelledError
from shapecoach.lsp.pages import known_rules, rule_page
from shapecoach.lsp.server import ShapeCoachServer
from shapecoach.lsp.settings import SECTION, read_settings, read_theme
from shapecoach.project import FILE


async def on_initialized(server: ShapeCoachServer, _: types.InitializedParams) -> None:
    server.session.analyst.start()
    # While PyTorch is loaded, and not at the first finding.
    asyncio.get_running_loop().run_in_executor(None, load)
    await watch_files(server)
    await read_configuration(server)


def load() -> None:
    """Import what only findings need, and let Python look no more through what stays for good: it takes a while."""
    known_rules()
    gc.freeze()


async def on_configuration_changed(server: ShapeCoachServer, params: types.DidChangeConfigurationParams) -> None:
    if not await read_configuration(server):
        use_settings(server, params.settings)


async def on_shutdown(server: ShapeCoachServer, _: None) -> None:
    await server.end()


def on_opened(server: ShapeCoachServer, params: types.DidOpenTextDocumentParams) -> None:
    server.session.opened(server.document(params.text_document.uri))
    get_ready(server, params.text_document.uri)


def on_changed(server: ShapeCoachServer, params: types.DidChangeTextDocumentParams) -> None:
    server.session.edited(params.text_document.uri)


def on_closed(server: ShapeCoachServer, params: types.DidCloseTextDocumentParams) -> None:
    server.session.closed(params.text_document.uri)


def on_notebook_changed(
    server: ShapeCoachServer, params: types.DidOpenNotebookDocumentParams | types.DidChangeNotebookDocumentParams
) -> None:
    uri = params.notebook_document.uri
    notebook = server.workspace.get_notebook_document(notebook_uri=uri)
    code = [cell.document for cell in notebook.cells if cell.kind is types.NotebookCellKind.Code] if notebook else []
    cells = [cell for cell in map(server.document, code) if cell.analysable and cell.language_id == "python"]
    server.session.show_notebook(uri, cells)


def on_notebook_closed(server: ShapeCoachServer, params: types.DidCloseNotebookDocumentParams) -> None:
    server.session.close_notebook(params.notebook_document.uri)


def on_files_changed(server: ShapeCoachServer, params: types.DidChangeWatchedFilesParams) -> None:
    server.axis_files.forget()
    paths = [to_fs_path(change.uri) for change in params.changes]
    if any(
        f"/{MARKER}/" in change.uri for change in params.changes
    ):  # a folder was laid out, or something was done in one
        server.tell_of_progress()
    server.session.changed_elsewhere([path for path in paths if path])


def on_files_moved(
    server: ShapeCoachServer,
    params: types.RenameFilesParams | types.CreateFilesParams | types.DeleteFilesParams,
) -> None:
    """Files or folders have another name, are new or gone."""
    uris = [uri for file in params.files for uri in _uris(file)]
    server.axis_files.forget()
    server.session.changed_elsewhere([path for uri in uris if (path := to_fs_path(uri))])


def _uris(file: types.FileRename | types.FileCreate | types.FileDelete) -> tuple[str, ...]:
    return (file.old_uri, file.new_uri) if isinstance(file, types.FileRename) else (file.uri,)


def on_folders_changed(server: ShapeCoachServer, _: types.DidChangeWorkspaceFoldersParams) -> None:
    server.session.moved()


async def on_diagnostic(
    server: ShapeCoachServer, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    document = server.session.get(params.text_document.uri)
    try:
        _ = await document.known() if document else None
    except JsonRpcContentModified as modified:
        raise ServerCancelledError(data=types.DiagnosticServerCancellationData(retrigger_request=True)) from modified
    shown = server.session.shown_diagnostics(document) if document else []
    result_id = digest(repr(shown))
    if result_id == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return types.RelatedFullDocumentDiagnosticReport(shown, result_id=result_id)


async def on_hover(server: ShapeCoachServer, params: types.HoverParams) -> types.Hover | None:
    document = server.session.get(params.text_document.uri)
    if document is None:
        return None
    analysis, position = await document.known(), from_position(params.position)
    text = document.document.source if document.document.analysable else ""
    file = seen(document, server.roots())
    axes = file.own_index if file else AxisIndex()
    shown = axis_hover(axes, analysis, document.uri, position) or hover(
        analysis, document.uri, position, text, axes, server.theme
    )
    return shown if server.reads_markdown else as_plain_text(shown)


def on_theme(server: ShapeCoachServer, params: object) -> None:
    """The client's theme is another: from now on drawings have its colours."""
    server.theme = read_theme({"pictures": getattr(params, "kind", None)}) or server.theme


async def on_inlay_hints(server: ShapeCoachServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    document = server.session.get(params.text_document.uri)
    if document is None or not server.session.settings.inlay_hints:
        return []
    facts = (await document.known()).facts
    hints = inlay_hints([*facts, *document.held], document.document.lines, from_range(params.range))
    return [postponed(hint, document.uri, document.edited) for hint in hints] if server.resolves_hints else hints


def on_resolve_hint(server: ShapeCoachServer, hint: types.InlayHint) -> types.InlayHint:
    """The rest of a hint that was asked for before; nothing more where the text is another now."""
    held = cast(object, hint.data)
    data = cast(dict[str, object], held) if isinstance(held, dict) else {}
    document = server.session.get(str(data.get("uri")))
    if document is None or document.edited != data.get("version") or document.analysis is None:
        return hint
    return completed(hint, [*document.analysis.facts, *document.held])


async def on_code_actions(server: ShapeCoachServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    session = server.session
    document = session.get(params.text_document.uri)
    if document is None:
        return []
    only, actions = params.context.only, list[types.CodeAction]()
    if is_wanted(types.CodeActionKind.QuickFix, only):
        window = from_range(params.range)
        await session.mend(document, window)
        await document.known()  # unless it was edited: the places would be of a text that is no more
        told = zip(session.findings(document), session.diagnostics(document), strict=True)
        actions += code_actions(told, document.document.lines, document.uri, window)
        if (file := seen(document, server.roots())) is not None:
            text, libraries = document.document.source, file.index.libraries
            actions += ways_out(params.context.diagnostics, text, libraries, document.uri, file.path)
    if is_wanted(types.CodeActionKind.RefactorRewrite, only) and document.document.analysable:
        analysis, file, text = await document.known(), seen(document, server.roots()), document.document.source
        axes = file.own_index if file else AxisIndex()
        actions += declarations(text, axes, analysis, document.uri, from_range(params.range))
        if params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic:  # it takes two analyses
            actions += await for_any_sizes(session, document, axes, from_range(params.range))
    if is_wanted(FLOW, only) and document.document.analysable:
        analysis, file, text = await document.known(), seen(document, server.roots()), document.document.source
        axes, window = file.own_index if file else AxisIndex(), from_range(params.range)
        actions += flow_action(text, axes, analysis, document.uri, window, server.has_flow_page)
    if only is not None and is_wanted(FIX_ALL, only) and (fixes := await fixes_together(session, document)):
        actions.append(fix_all(fixes, document.uri))
    return actions


async def explain(server: ShapeCoachServer, rule: str) -> None:
    """Open the page of a rule in the editor."""
    if rule in known_rules():
        await server.open_document(rule_page(rule), otherwise=known_rules()[rule].summary)


async def watch_files(server: ShapeCoachServer) -> None:
    """Have the client tell of Python files and projects' settings that change on disk, if it can."""
    workspace = server.client_capabilities.workspace
    watched = workspace and workspace.did_change_watched_files
    if watched and watched.dynamic_registration:
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [
                types.FileSystemWatcher("**/*.py"),
                types.FileSystemWatcher(f"**/{FILE}"),
                types.FileSystemWatcher(f"**/{MARKER}/*.json"),
            ]
        )
        registration = types.Registration(id=method, method=method, register_options=options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))


async def read_configuration(server: ShapeCoachServer) -> bool:
    """Ask the client for the settings; False if it can't be asked."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return False
    wanted = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    use_settings(server, {SECTION: next(iter(await server.workspace_configuration_async(wanted)), None)})
    return True


def use_settings(server: ShapeCoachServer, settings: object) -> None:
    """From now on, use the settings under `shapecoach` in what the client sent."""
    section = cast(dict[str, object], settings).get(SECTION) if isinstance(settings, dict) else None
    server.session.change_settings(read_settings(section))
    server.refresh_inlay_hints()
    server.refresh_code_lenses()
    server.refresh_semantic_tokens()
