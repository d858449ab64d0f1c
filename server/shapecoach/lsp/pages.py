"""Text to be read in the editor as files, since that is the one kind of link that every editor can follow.

They live in the user's cache folder: pages of rules, and solutions of exercises.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


@cache
def rule_page(rule: str) -> str | None:
    """The URI of the rule's page; None for an unknown rule, or where the cache folder can't be written."""
    from shapecoach.analysis.rules import RULES  # takes a while to import: not before `initialize` is answered

    return write_page(f"rules/{rule}.md", RULES[rule].page) if rule in RULES else None


def write_page(name: str, text: str) -> str | None:
    """The URI of a file in the cache folder that holds `text`; None where it can't be written."""
    path = cache_folder() / name
    try:
        if not (path.is_file() and path.read_text(encoding="utf-8") == text):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path.as_uri()


def cache_folder() -> Path:
    """Where this system keeps files that can be made again."""
    home = Path.home()
    by_system = {"darwin": home / "Library" / "Caches", "win32": home / "AppData" / "Local"}
    chosen = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(chosen or by_system.get(sys.platform, home / ".cache")).absolute() / "shapecoach"
