"""Another name for an axis: what would be renamed, and the edits."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.renaming import renamed
from shapecoach.lsp.features.places import to_range


def renamable(index: AxisIndex, position: Position) -> types.PrepareRenamePlaceholder | None:
    """The axis name at a place; None where there is none."""
    found = index.at(position)
    return types.PrepareRenamePlaceholder(to_range(found.range), found.name) if found else None


def rename(text: str, uri: str, position: Position, new: str) -> types.WorkspaceEdit | None:
    """The edits for the whole file; None where nothing is renamed.

    Raises RenameRefusedError.
    """
    edits = renamed(text, position, new)
    made = [types.TextEdit(to_range(edit.range), edit.new_text) for edit in edits]
    return types.WorkspaceEdit(changes={uri: made}) if made else None
