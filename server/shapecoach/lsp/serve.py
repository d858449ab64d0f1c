"""Which function answers which request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from shapecoach.lsp import axis_requests, exercises, flow_requests, requests
from shapecoach.lsp.analyst import Limits
from shapecoach.lsp.features.code_actions import EXPLAIN
from shapecoach.lsp.features.code_lenses import CANCEL, DEBUG, DEBUGGED, HINT, NEXT, RESET, REVIEW, RUN, SOLUTION
from shapecoach.lsp.features.fix_all import FIX_ALL
from shapecoach.lsp.features.shape_flow import KIND as FLOW
from shapecoach.lsp.laying_out import LEARN, lay_out_lessons
from shapecoach.lsp.server import THEME, ShapeCoachServer
from shapecoach.lsp.worker import ENGINE
from shapecoach.lsp.workspace_diagnostics import on_workspace_diagnostic

CODE_ACTIONS = types.CodeActionOptions(
    code_action_kinds=[types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, FLOW, FIX_ALL]
)

FEATURES: dict[str, Callable[..., Any]] = {
    types.INITIALIZE: requests.on_initialize,
    types.INITIALIZED: requests.on_initialized,
    types.SHUTDOWN: requests.on_shutdown,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: requests.on_configuration_changed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: requests.on_files_changed,
    types.WORKSPACE_DID_CREATE_FILES: requests.on_files_moved,
    types.WORKSPACE_DID_RENAME_FILES: requests.on_files_moved,
    types.WORKSPACE_DID_DELETE_FILES: requests.on_files_moved,
    types.TEXT_DOCUMENT_DID_OPEN: requests.on_opened,
    types.TEXT_DOCUMENT_DID_CHANGE: requests.on_changed,
    types.TEXT_DOCUMENT_DID_CLOSE: requests.on_closed,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: requests.on_notebook_changed,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: requests.on_notebook_changed,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: requests.on_notebook_closed,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: requests.on_folders_changed,
    types.TEXT_DOCUMENT_DIAGNOSTIC: requests.on_diagnostic,
    types.WORKSPACE_DIAGNOSTIC: on_workspace_diagnostic,
    types.TEXT_DOCUMENT_HOVER: requests.on_hover,
    types.TEXT_DOCUMENT_INLAY_HINT: requests.on_inlay_hints,
    types.INLAY_HINT_RESOLVE: requests.on_resolve_hint,
    types.TEXT_DOCUMENT_CODE_ACTION: requests.on_code_actions,
    types.TEXT_DOCUMENT_CODE_LENS: exercises.on_code_lens,
    exercises.LESSONS: exercises.on_lessons,
    exercises.RESULT: exercises.on_result,
    THEME: requests.on_theme,
}
DIAGNOSTICS = types.DiagnosticOptions(
    identifier="shapecoach", inter_file_dependencies=True, workspace_diagnostics=False
)
FILES = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(types.FileOperationPattern("**/*.py", types.FileOperationPatternKind.File), "file"),
        types.FileOperationFilter(types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), "file"),
    ]
)
OPTIONS: dict[str, object] = {
    types.WORKSPACE_DID_CREATE_FILES: FILES,
    types.WORKSPACE_DID_RENAME_FILES: FILES,
    types.WORKSPACE_DID_DELETE_FILES: FILES,
    types.TEXT_DOCUMENT_CODE_ACTION: CODE_ACTIONS,
    types.TEXT_DOCUMENT_DIAGNOSTIC: DIAGNOSTICS,
}
COMMANDS: dict[str, Callable[..., Any]] = {
    EXPLAIN: requests.explain,
    RUN: exercises.run_tests,
    CANCEL: exercises.cancel,
    DEBUG: exercises.how_to_debug,
    DEBUGGED: exercises.debugged,
    HINT: exercises.show_hint,
    SOLUTION: exercises.show_solution,
    RESET: exercises.reset,
    NEXT: exercises.open_next,
    REVIEW: exercises.begin_review,
    LEARN: lay_out_lessons,
}


def make_server(engine: str = ENGINE, limits: Limits | None = None) -> ShapeCoachServer:
    """A server ready for `start_io()` or `start_tcp(host, port)`.

    `engine` names the function that analyses, as `module:function`, for the worker to import.
    """
    server = ShapeCoachServer(engine, limits)
    for method, answer in (FEATURES | axis_requests.FEATURES | flow_requests.FEATURES).items():
        server.feature(method, (OPTIONS | axis_requests.OPTIONS).get(method))(answer)
    for command, act in (COMMANDS | flow_requests.COMMANDS).items():
        server.command(command)(act)
    return server
