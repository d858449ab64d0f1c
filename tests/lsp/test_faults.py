"""What goes wrong around the server: each fault is said, and the editor stays usable.  With the real lessons."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

from shapecoach.lessons import LearnerFolder, Outcome, catalogue, learn

pytestmark = pytest.mark.asyncio

EXERCISE = catalogue().exercise("split_heads")
SERVER = [sys.executable, "-P", "-m", "shapecoach", "lsp"]
CODE = "import torch\nx = torch.zeros(2, 3) @ torch.zeros(4, 5)\n"
URI = "file:///a.py"

WITH_MODES = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
"""Before a command: root, too, may only do what a file's mode says."""


async def command(editor: Any, name: str, uri: str) -> Any:
    ask = types.ExecuteCommandParams(f"shapecoach.server.{name}", [uri])
    return await editor.client.workspace_execute_command_async(ask)


def said(editor: Any) -> list[str]:
    return [message.message for message in editor.client.messages]


def at_the_exercise(editor: Any, folder: LearnerFolder, text: str = EXERCISE.solution) -> str:
    """Opens the exercise's file, with an answer in the editor that isn't saved."""
    uri = folder.path_of(EXERCISE).as_uri()
    editor.open(uri, text)
    return uri


@contextmanager
def full_disk(folder: Path, megabytes: int = 4) -> Iterator[Callable[[], None]]:
    """A disk at `folder`; what is given fills it up.  Where none may be mounted, no file may be written after that."""
