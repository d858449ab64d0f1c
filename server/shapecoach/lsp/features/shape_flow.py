"""The flow of tensors through a function: as a page beside the code, or as Markdown where there are no such pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lsprotocol import types

from shapecoach.analysis.model import Analysis, Position, Range
from shapecoach.axes.occurrences import AxisIndex
from shapecoach.drawing.colouring import colours_of_function
from shapecoach.drawing.flow_picture import MOST_BOXES, draw_flow
from shapecoach.drawing.themes import PAGE
from shapecoach.flow.graph import Flow, flow_of, scopes_in
from shapecoach.flow.known import Function, Known
from shapecoach.flow.mermaid import mermaid
from shapecoach.lsp.announced import FLOW, SHOW_FLOW

SHOW_PAGE = "shapecoach.shapeFlow"
"""The command of a client that has a page for it."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """What a page shows.  `drawing` is SVG whose boxes have `data-line`; where there is none, a message says why.

    `html` is the page's content; its button says in `data-copy` what it copies.
    """

    function: str
    title: str
    drawing: str
    mermaid: str
    message: str = ""

    def as_json(self) -> Mapping[str, str]:
        return {"function": self.function, "title": self.title, "html": self.html}

    @property
    def html(self) -> str:
        copied = escape(self.mermaid)
        button = f'<button type="button" data-copy="{copied}">Copy as Mermaid</button>' if copied else ""
        heading = f"<header><h1>{escape(self.title)}</h1>{button}</header>"
        return f'{heading}\n<main class="flow">{self.drawing or f"<p>{escape(self.message)}</p>"}</main>'

    @property
    def as_markdown(self) -> str:
        return f"# {self.title}\n\n```mermaid\n{self.mermaid}```\n"


def flow_page(text: str, index: AxisIndex, analysis: Analysis, line: int, function: str | None) -> FlowPage:
    """The page about a function, by its name if there still is one of that name, or else the one around a line."""
    known = Known(text, index, analysis)
    flow = _flow(known, line, function)
    title = f"Shape flow of {flow.name or 'the module'}"
    if not flow.edges:
        return FlowPage(flow.name, title, "", "", "No tensors are known here.")
    if len(flow.nodes) > MOST_BOXES:
        return FlowPage(flow.name, title, "", mermaid([flow]), "There are too many tensors here to draw.")
    drawing = draw_flow(flow, colours_of_function(analysis, index, flow.name), PAGE)
    return FlowPage(flow.name, title, drawing, mermaid([flow]))


def _flow(known: Known, line: int, function: str | None) -> Flow:
    named = next((scope for scope, name in scopes_in(known.tree) if name == function), None)
    if named is not None and function is not None:
        return flow_of(named, function, known)
    lines = known.source.lines
    if not 0 <= line < len(lines):
        return flow_of(known.tree, "", known)
    return flow_of(*known.scope_at(Position(line, len(lines[line]) - len(lines[line].lstrip()))), known)


def flow_action(
    text: str, index: AxisIndex, analysis: Analysis, uri: str, window: Range, has_page: bool
) -> list[types.CodeAction]:
    """The way to the flow of a function, at its name; none where no tensor in it is known."""
    known = Known(text, index, analysis)
    found: list[types.CodeAction] = []
    lines = range(window.start.line, window.end.line + 1)
    for scope, _ in scopes_in(known.tree, lines):
        if isinstance(scope, Function) and scope.lineno - 1 in lines:
            inside = (fact for fact in analysis.facts if _holds(scope, fact.range))
            if any(fact.dims is not None for fact in inside):
                command = SHOW_PAGE if has_page else SHOW_FLOW
                title = f"Show the shape flow of `{scope.name}`"
                arguments: Sequence[object] = [uri, scope.lineno - 1]
                found.append(
                    types.CodeAction(title, kind=FLOW, command=types.Command(title, command, arguments=arguments))
                )
    return found


def _holds(scope: Function, place: Range) -> bool:
    return scope.lineno - 1 <= place.start.line <= (scope.end_lineno or scope.lineno) - 1
