"""Starting the analysis process; its program is `worker.py`.

The server imports for half a second before it can answer, and the worker for a whole one.  The command
`shapecoach lsp` therefore starts the first worker before it imports the server; nothing else is imported here.
"""

from __future__ import annotations

import subprocess
import sys

ENGINE = "shapecoach.hints:examine"
"""The function that analyses, as `module:function`: (text, path, workspace, which findings to mend) -> Analysis."""

_ahead: dict[str, subprocess.Popen[bytes]] = {}


def start_ahead() -> None:
    """Start a worker for the server that will be there soon."""
    _ahead[ENGINE] = _started(ENGINE)


def start(engine: str) -> subprocess.Popen[bytes]:
    """A worker that nobody else has: the one that was started ahead, or a new one."""
    return _ahead.pop(engine, None) or _started(engine)


def _started(engine: str) -> subprocess.Popen[bytes]:
    # -P: a file `torch.py` in the folder that the editor happens to be in must not be imported.
    command = (sys.executable, "-P", "-m", "shapecoach.lsp.worker", engine)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
