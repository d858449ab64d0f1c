"""Requests about the flow of tensors through a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shapecoach.axes.occurrences import AxisIndex
from shapecoach.lsp.announced import SHAPE_FLOW, SHOW_FLOW
from shapecoach.lsp.axis_files import seen
from shapecoach.lsp.features.shape_flow import FlowPage, flow_page
from shapecoach.lsp.pages import write_page
from shapecoach.lsp.server import ShapeCoachServer


async def on_shape_flow(server: ShapeCoachServer, params: Any) -> Mapping[str, str] | None:
    """The page about a function; None where the document isn't open, or no Python."""
    function = getattr(params, "function", None)
    page = await page_of(server, getattr(params, "uri", ""), getattr(params, "line", -1), function)
    return page.as_json() if page is not None else None


async def show_flow(server: ShapeCoachServer, uri: str, *line: object) -> None:
    """Open the flow of the function at a line as a Markdown file, for editors that have no page of their own for it.

    Without a line it is that of the module.
    """
    page = await page_of(server, uri, next(iter(line), -1), None)
    if page is None or not page.mermaid:
        server.say(page.message if page is not None else "No tensors are known here.")
    else:
        name = page.function or "module"
        await server.open_document(write_page(f"flows/{name}.md", page.as_markdown), otherwise=page.mermaid)


async def page_of(server: ShapeCoachServer, uri: object, line: object, function: object) -> FlowPage | None:
    document = server.session.get(uri) if isinstance(uri, str) else None
    if document is None or not document.document.analysable:
        return None
    analysis, text, file = await document.known(), document.document.source, seen(document, server.roots())
    return flow_page(
        text, file.own_index if file else AxisIndex(), analysis,
        line if isinstance(line, int) else -1,
        function if isinstance(function, str) else None,
    )  # fmt: skip


FEATURES: dict[str, Callable[..., Any]] = {SHAPE_FLOW: on_shape_flow}
COMMANDS: dict[str, Callable[..., Any]] = {SHOW_FLOW: show_flow}
