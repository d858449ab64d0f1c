"""A learner's folder, laid out because somebody asks for one in the editor."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from shapecoach.lessons import LessonsError, learn
from shapecoach.lessons.folder import MARKER
from shapecoach.lsp.server import ShapeCoachServer

OWN_FOLDER = "shape-coach-lessons"


async def lay_out_lessons(server: ShapeCoachServer, uri: str) -> str | None:
    """Make a folder of lessons, or bring the one that is there up to date; where that can't be done, say why.

    Returns the URI of the folder: one of their own where there is something else already, such as a project.
    """
    try:
        folder = await asyncio.to_thread(_lay_out, Path(to_fs_path(uri) or ""))
    except (LessonsError, OSError) as error:
        server.say(str(error), types.MessageType.Error)
        return None
    server.tell_of_progress()
    return folder.as_uri()


def _lay_out(chosen: Path) -> Path:
    content = {path.name for path in chosen.iterdir()} if chosen.is_dir() else set[str]()
    return learn(chosen / OWN_FOLDER if content and MARKER not in content else chosen).root
