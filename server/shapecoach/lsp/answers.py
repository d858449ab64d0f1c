"""Which function answers which message: all but `initialize`, before which nothing of this is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from shapecoach.lsp import axis_requests, exercises, flow_requests, requests
from shapecoach.lsp.announced import (
    CANCEL,
    DEBUG,
    DEBUGGED,
    EXPLAIN,
    HINT,
    LEARN,
    LESSONS,
    NEXT,
    RESET,
    RESULT,
    REVIEW,
    RUN,
    SOLUTION,
    THEME,
)
from shapecoach.lsp.laying_out import lay_out_lessons
from shapecoach.lsp.workspace_diagnostics import on_workspace_diagnostic

FEATURES: dict[str, Callable[..., Any]] = {
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
    LESSONS: exercises.on_lessons,
    RESULT: exercises.on_result,
    THEME: requests.on_theme,
    **axis_requests.FEATURES,
    **flow_requests.FEATURES,
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
    LEARN: lay_out_lessons,
    NEXT: exercises.open_next,
    REVIEW: exercises.begin_review,
    **flow_requests.COMMANDS,
}
