"""The bar that an editor shows while PyTorch is loaded, where it can show one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from shapecoach.lsp.server import ShapeCoachServer

TOKEN = "shapecoach/start"


class StartProgress:
    """Shown the first time that the analysis process starts; later starts take place behind the scenes."""

    def __init__(self, server: ShapeCoachServer) -> None:
        self._server = server
        self._started = asyncio.Event()
        self._showing: asyncio.Task[None] | None = None

    def tell(self, state: str) -> None:
        """The analysis process has another state."""
        window = self._server.client_capabilities.window
        if state != "starting":
            self._started.set()
        elif self._showing is None and window and window.work_done_progress:
            self._showing = asyncio.ensure_future(self._show())

    async def _show(self) -> None:
        progress = self._server.work_done_progress
        await progress.create_async(TOKEN)  # pyright: ignore[reportUnknownMemberType]
        if self._started.is_set():
            return
        progress.begin(TOKEN, types.WorkDoneProgressBegin("Shape Coach", message="loading PyTorch", cancellable=False))
        await self._started.wait()
        progress.end(TOKEN, types.WorkDoneProgressEnd())
