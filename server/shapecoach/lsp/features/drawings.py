"""Drawings for the editor: of one tensor or operation, as an image that stands in Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping

from shapecoach.analysis.model import Fact
from shapecoach.drawing.move_picture import draw_move, draw_strip
from shapecoach.drawing.themes import THEMES, ThemeKind
from shapecoach.flow.moves import strip, told
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
