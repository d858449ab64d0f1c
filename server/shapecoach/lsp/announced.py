"""What the server says it can do, and the words for it, before what does it is imported (`answers.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from shapecoach.axes.colours import COLOURS

# -- commands: from the user's clicks, through the client ----------------------------------------------

EXPLAIN = "shapecoach.server.explain"
SHOW_FLOW = "shapecoach.server.shapeFlow"
RUN = "shapecoach.server.run"
HINT = "shapecoach.server.hint"
SOLUTION = "shapecoach.server.solution"
RESET = "shapecoach.server.reset"
NEXT = "shapecoach.server.next"
REVIEW = "shapecoach.server.review"
CANCEL = "shapecoach.server.cancel"
LEARN = "shapecoach.server.learn"
DEBUG = "shapecoach.server.debug"
DEBUGGED = "shapecoach.server.debugged"
COMMANDS = (EXPLAIN, SHOW_FLOW, RUN, HINT, SOLUTION, RESET, NEXT, REVIEW, CANCEL, LEARN, DEBUG, DEBUGGED)

# -- messages beyond LSP: see `protocol.py` --------------------------------------------------------------

LESSONS = "shapecoach/lessons"
RESULT = "shapecoach/result"
SHAPE_FLOW = "shapecoach/shapeFlow"
THEME = "shapecoach/theme"

# -- what LSP wants to know of some messages --------------------------------------------------------------

FLOW = "shapecoach.shapeFlow"
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.shapecoach"
"""Kinds of code actions."""
LEGEND = types.SemanticTokensLegend(["axis"], [f"axis{number}" for number in range(COLOURS)])
"""One type, and a modifier for each colour: who colours by type alone colours all axes alike."""
_CODE_ACTIONS = types.CodeActionOptions(
    code_action_kinds=[types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, FLOW, FIX_ALL]
)
_DIAGNOSTICS = types.DiagnosticOptions(
    identifier="shapecoach", inter_file_dependencies=True, workspace_diagnostics=False
)
_FILES = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(types.FileOperationPattern("**/*.py", types.FileOperationPatternKind.File), "file"),
        types.FileOperationFilter(types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), "file"),
    ]
)

MESSAGES: Mapping[str, object] = {
    types.INITIALIZED: None,
    types.SHUTDOWN: None,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: None,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: None,
    types.WORKSPACE_DID_CREATE_FILES: _FILES,
    types.WORKSPACE_DID_RENAME_FILES: _FILES,
    types.WORKSPACE_DID_DELETE_FILES: _FILES,
    types.TEXT_DOCUMENT_DID_OPEN: None,
    types.TEXT_DOCUMENT_DID_CHANGE: None,
    types.TEXT_DOCUMENT_DID_CLOSE: None,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: None,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: None,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: None,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: None,
    types.TEXT_DOCUMENT_DIAGNOSTIC: _DIAGNOSTICS,
    types.WORKSPACE_DIAGNOSTIC: None,
    types.TEXT_DOCUMENT_HOVER: None,
    types.TEXT_DOCUMENT_INLAY_HINT: None,
    types.INLAY_HINT_RESOLVE: None,
    types.TEXT_DOCUMENT_CODE_ACTION: _CODE_ACTIONS,
    types.TEXT_DOCUMENT_CODE_LENS: None,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: None,
    types.TEXT_DOCUMENT_REFERENCES: None,
    types.TEXT_DOCUMENT_DEFINITION: None,
    types.TEXT_DOCUMENT_PREPARE_RENAME: None,
    types.TEXT_DOCUMENT_RENAME: None,
    types.TEXT_DOCUMENT_LINKED_EDITING_RANGE: None,
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(trigger_characters=['"', "'", " ", "("]),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: types.SignatureHelpOptions(trigger_characters=['"', "'", ",", " "]),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: LEGEND,
    LESSONS: None,
    RESULT: None,
    SHAPE_FLOW: None,
    THEME: None,
}
"""All that is answered, each with what LSP wants to know of it at the start."""
