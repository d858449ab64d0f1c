"""Where in the text a part of a call's pattern stands."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from shapecoach.analysis.literals import range_in_string
from shapecoach.analysis.model import Range
from shapecoach.analysis.pattern_faults import ONE_LETTER_EACH
from shapecoach.analysis.pattern_pieces import Span, axes_of, span_of, split
from shapecoach.analysis.walk import Walk

if TYPE_CHECKING:
    from shapecoach.analysis.operations import Operation


def place_in_pattern(walk: Walk, operation: Operation, span: Span | None) -> Range:
    """A part of the pattern; all of it where that can't be placed, and the call where it isn't written there."""
    pattern = _pattern_of(operation.node)
    if pattern is None:
        return walk.source.range(operation.node)
    return range_in_string(walk.source, pattern, *span) if span else walk.source.range(pattern)


def place_in_call(walk: Walk, operation: Operation, name: str) -> Range | None:
    """The reduction, or the length that is called `name`; None where it isn't written there."""
    if not isinstance(operation.node, ast.Call) or not name:
        return None
    keyword = next((keyword for keyword in operation.node.keywords if keyword.arg == name), None)
    if keyword is not None:
        return walk.source.range(keyword)
    strings = [arg for arg in operation.node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return walk.source.range(strings[1]) if name == "reduction" and len(strings) > 1 else None


def place_of_axes(walk: Walk, operation: Operation, side: int, first: int, last: int) -> Range:
    """From one axis of an operand to another, as the pattern names them."""
    pattern = _pattern_of(operation.node)
    text = str(pattern.value) if pattern is not None else ""
    sides = split(text.partition("->")[0], ",")
    axes = axes_of(sides[side], operation.path in ONE_LETTER_EACH) if side < len(sides) else []
    return place_in_pattern(walk, operation, span_of(axes[first : last + 1]) if last < len(axes) else None)


def _pattern_of(node: ast.expr) -> ast.Constant | None:
    """The string that is called `pattern`, or the first among the arguments."""
    if not isinstance(node, ast.Call):
        return None
    given = [keyword.value for keyword in node.keywords if keyword.arg == "pattern"] or node.args
    return next((arg for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)), None)
