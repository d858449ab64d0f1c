"""Where files live that can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The folder in which this system keeps the caches of its user's programs, and in it our own."""
    home = Path.home()
    by_system = {"darwin": home / "Library" / "Caches", "win32": home / "AppData" / "Local"}
    chosen = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(chosen or by_system.get(sys.platform, home / ".cache")).absolute() / "shapecoach"
