"""Drawings for the editor: of one tensor or operation, as an image that stands in Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping

from shapecoach.analysis.model import Analysis, Fact
from shapecoach.axes.colours import colours_in
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.drawing.move_picture import draw_move, draw_strip
from shapecoach.drawing.themes import THEMES, ThemeKind
from shapecoach.flow.moves import factors, strip, told
from shapecoach.flow.steps import Story

LARGEST = 40_000
"""Characters of an image in a hover; editors cut longer texts off somewhere."""


def picture_of(fact: Fact, story: Story, colours: Mapping[str, int], theme: ThemeKind) -> str:
    """An operation that shows something of the axes, or the tensor by itself; empty where there is nothing to see."""
    if story.move is not None and not story.move.says_nothing:
        title = f"{story.move.label} {told(story.move)}".strip().replace("`", "")
        return as_image(draw_move(story.move, colours, THEMES[theme], title), title)
    if not fact.dims:
        return ""
    title = " ".join(fact.dims)
    return as_image(draw_strip(strip(fact.name, fact.dims), colours, THEMES[theme], title), title)


def as_image(svg: str, title: str) -> str:
    """Markdown that shows a drawing; empty where it is too large for that."""
    data = b64encode(svg.encode()).decode()
    said = re.sub(r"([\\`*_\[\]<>!|])", r"\\\1", title)
    return f"![{said}](data:image/svg+xml;base64,{data})" if len(data) <= LARGEST else ""


def colours_of_function(analysis: Analysis, index: AxisIndex, scope: str) -> Mapping[str, int]:
    """The colour of each axis that the tensors of a function have."""
    return colours_in(index, scope, _sizes(analysis, scope))


def _sizes(analysis: Analysis, scope: str) -> Iterator[str]:
    for fact in analysis.facts:
        if fact.scope == scope and fact.dims is not None:
            yield from (part for dim in fact.dims for part in factors(dim) if not part.isdigit() and part != "?")
