"""While a pattern is typed: the axes of the tensor that it speaks of, the next one marked."""

from __future__ import annotations

from lsprotocol import types

from shapecoach.analysis.model import Analysis
from shapecoach.axes.cursor import cursor_at, scope_at
from shapecoach.axes.libraries import library_path
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.axes.patterns import form_of
from shapecoach.lsp.features.tensors_at_hand import dims_of, operands
from shapecoach.lsp.text import offset_of, split_lines


def signature_help(
    text: str, position: types.Position, index: AxisIndex, analysis: Analysis
) -> types.SignatureHelp | None:
    """The tensor's axes in order; None outside of patterns, right of the arrow, and where they aren't known."""
    cursor = cursor_at(text, offset_of(text, position.line, position.character))
    if cursor is None or cursor.typed is None or cursor.bracket != "(" or "->" in cursor.typed:
        return None
    form = form_of(library_path(cursor.called, index.libraries))
    is_pattern = form is not None and (
        cursor.place >= 1 if form.pattern < 0 else cursor.place == form.pattern and not cursor.keyword
    )
    if form is None or form.is_equation or not is_pattern:
        return None
    side = cursor.typed.count(",") if form.sides else 0
    tensors = operands(cursor, form)
    if side >= len(tensors):
        return None
    scope = scope_at(split_lines(text), position.line)
    dims = dims_of(tensors[side], scope, position.line, analysis, index)
    if dims is None:
        return None
    typed = cursor.typed.rpartition(",")[2] if form.sides else cursor.typed
    label = f"{tensors[side]}: {' '.join(dims)}"
    return types.SignatureHelp(
        signatures=[types.SignatureInformation(label, parameters=_parameters(label, dims))],
        active_signature=0,
        active_parameter=min(_axes_begun(typed), len(dims)),
    )


def _parameters(label: str, dims: tuple[str, ...]) -> list[types.ParameterInformation]:
    """Each axis by its place in the label, since two may be called the same."""
    at = len(label) - len(" ".join(dims))
    made: list[types.ParameterInformation] = []
    for dim in dims:
        made.append(types.ParameterInformation((at, at + len(dim))))
        at += len(dim) + 1
    return made


def _axes_begun(typed: str) -> int:
    """The place of the axis that is being typed: how many are complete before it."""
    depth, complete, in_name = 0, 0, False
    for character in typed:
        if character == "(":
            depth, in_name = 1, False
        elif character == ")":
            complete += depth
            depth = 0
        elif not depth and character.isspace():
            complete += in_name
            in_name = False
        elif not depth:
            in_name = True
    return complete
