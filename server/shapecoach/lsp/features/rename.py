"""Another name for an axis: what would be renamed."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.analysis.model import Position
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.lsp.features.places import to_range


def renamable(index: AxisIndex, position: Position) -> types.PrepareRenamePlaceholder | None:
    """The axis name at a place; None where there is none."""
    found = index.at(position)
    return types.PrepareRenamePlaceholder(to_range(found.range), found.name) if found else None
