"""A drawing of the flow through a function: a box for each tensor, and above it the operation that gives it."""

from __future__ import annotations

from collections.abc import Iterator

from shapecoach.drawing.chips import Colours, colour_of, written
from shapecoach.drawing.layers import Box, Layout, laid_out
from shapecoach.drawing.svg import element, escaped, picture, width_of
from shapecoach.drawing.themes import Theme
from shapecoach.flow.following import Role
from shapecoach.flow.graph import Flow, Node
from shapecoach.flow.mermaid import shape_of
from shapecoach.flow.moves import factors

_MARGIN = 16.0
_LABEL = 11.0
_NAME = 13.0
_SHAPE = 12.0
_SIDE = 14.0
_GAP = 38.0  # between layers
_SIGN = 20.0  # of it, what an operation's name takes, above what it gives
_NARROWEST = 36.0


MOST_BOXES = 150
"""Of what is larger nobody would see anything, and to lay it out would take seconds."""


def draw_flow(flow: Flow, colours: Colours, theme: Theme) -> str:
    """The flow as SVG.  Each box says in `data-line` in which line (from 0) its tensor comes about."""
    boxes = [_box(node, _operation(flow, number)) for number, node in enumerate(flow.nodes)]
    layout = laid_out(boxes, [(edge.source, edge.target) for edge in flow.edges], _GAP)
    parts = [element("g", *_edges(layout, theme), *_boxes(flow, layout, colours, theme),
                     transform=f"translate({_MARGIN:.0f} {_MARGIN:.0f})")]  # fmt: skip
    title = f"Shape flow of {flow.name or 'the module'}"
    return picture(layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN, title, parts)


def _box(node: Node, operation: str) -> Box:
    """The room that a tensor takes, with the name of the operation above it."""
    width = max(_own_width(node), width_of(operation, _LABEL) + 16)
    return Box(width, (_SIGN if operation else 0.0) + _own_height(node))


def _own_width(node: Node) -> float:
    return max(width_of(node.name, _NAME), width_of(shape_of(node), _SHAPE), _NARROWEST) + 2 * _SIDE


def _own_height(node: Node) -> float:
    return 46.0 if node.name else 30.0


def _operation(flow: Flow, number: int) -> str:
    """What gives a tensor; nothing for an input."""
    return next((edge.operation for edge in flow.edges if edge.target == number), "")


def _edges(layout: Layout, theme: Theme) -> Iterator[str]:
    for points in layout.edges:
        (x, y), *rest = points
        shape = f"M{x:.1f} {y:.1f}"
        for end_x, end_y in rest:
            middle = (y + end_y) / 2
            shape += (
                f"V{end_y:.1f}"
                if x == end_x
                else f"C{x:.1f} {middle:.1f} {end_x:.1f} {middle:.1f} {end_x:.1f} {end_y:.1f}"
            )
            x, y = end_x, end_y
        yield element("path", d=shape, fill="none", stroke=theme.muted, stroke_width=1.3)


def _boxes(flow: Flow, layout: Layout, colours: Colours, theme: Theme) -> Iterator[str]:
    for number, (node, (middle, top)) in enumerate(zip(flow.nodes, layout.boxes, strict=True)):
        operation = _operation(flow, number)
        parts = [element("title", escaped(node.text))]
        if operation:
            parts.append(written(operation, middle, top + 13, theme.text, _SHAPE if len(operation) < 3 else _LABEL))
            top += _SIGN
        width, height = _own_width(node), _own_height(node)
        parts.append(
            element(
                "rect", x=middle - width / 2, y=top, width=width, height=height,
                rx=height / 2 if node.role is Role.INPUT else 6, fill=theme.muted, fill_opacity=str(theme.fill / 2),
                stroke=theme.text if node.role is Role.RESULT else theme.muted,
                stroke_width=2 if node.role is Role.RESULT else 1.2,
            )
        )  # fmt: skip
        if node.name:
            parts.append(
                element("text", escaped(node.name), x=middle, y=top + 19, fill=theme.text, font_size=_NAME,
                        font_weight="600", text_anchor="middle")
            )  # fmt: skip
        parts.append(_shape(node, middle, top + (36 if node.name else 19), colours, theme))
        yield element("g", *parts, data_line=str(node.place.start.line), tabindex="0", role="link")


def _shape(node: Node, middle: float, y: float, colours: Colours, theme: Theme) -> str:
    """The axes in their colours."""
    if not node.dims:
        return written(shape_of(node), middle, y, theme.muted, _SHAPE)
    spans: list[str] = []
    for at, dim in enumerate(node.dims):
        text = dim.replace(" ", "")
        parts = factors(text)
        product = "*".join(parts)
        for number, part in enumerate(parts if product == text else (text,)):
            before = "*" if number else "\N{NO-BREAK SPACE}" if at else ""
            if before:
                spans.append(element("tspan", before, fill=theme.muted))
            colour = colour_of(part, colours, theme)
            spans.append(element("tspan", escaped(part), fill=theme.text if colour == theme.muted else colour))
    return element("text", *spans, x=middle, y=y, font_size=_SHAPE, text_anchor="middle")
