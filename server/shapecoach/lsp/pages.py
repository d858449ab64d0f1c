"""Text to be read in the editor as files, since that is the one kind of link that every editor can follow.

They live in the user's cache folder: pages of rules, and solutions of exercises.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from shapecoach.cache_folder import cache_folder

if TYPE_CHECKING:
    from shapecoach.analysis.rules import Rule


def known_rules() -> Mapping[str, Rule]:
    """All rules by name."""
    from shapecoach.analysis.rules import RULES  # takes a while to import: not before `initialize` is answered

    return RULES


@cache
def rule_page(rule: str) -> str | None:
    """The URI of the rule's page; None for an unknown rule, or where the cache folder can't be written."""
    known = known_rules().get(rule)
    return write_page(f"rules/{rule}.md", known.page) if known else None


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
