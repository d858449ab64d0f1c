"""A server that is ready to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecoach.lsp.server import ShapeCoachServer
from shapecoach.lsp.worker import ENGINE

if TYPE_CHECKING:
    from shapecoach.lsp.analyst import Limits


def make_server(engine: str = ENGINE, limits: Limits | None = None) -> ShapeCoachServer:
    """A server ready for `start_io()` or `start_tcp(host, port)`.

    `engine` names the function that analyses, as `module:function`, for the worker to import.
    """
    return ShapeCoachServer(engine, limits)
