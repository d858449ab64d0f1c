"""A learner's folder, laid out because somebody asks for one in the editor."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from shapecoach.lessons import LessonsError, learn
from shapecoach.lsp.server import ShapeCoachServer


async def lay_out_lessons(server: ShapeCoachServer, uri: str) -> bool:
    """Make a folder of lessons, or bring the one that is there up to date; where that can't be done, say why."""
    try:
        await asyncio.to_thread(learn, Path(to_fs_path(uri) or ""))
    except LessonsError as error:
        server.say(str(error), types.MessageType.Error)
        return False
    server.tell_of_progress()
    return True
