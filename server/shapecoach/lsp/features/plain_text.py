"""A hover as plain text, for clients that don't read Markdown."""

from __future__ import annotations

import re

from lsprotocol import types

_MARKS = re.compile(r"^```\w*\n?|`|\*\*|!\[[^\]]*\]\([^)]*\)\n*|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)


def as_plain_text(hover: types.Hover | None) -> types.Hover | None:
    """The hover without marks, pictures and the addresses of links."""
    if hover is None or not isinstance(hover.contents, types.MarkupContent):
        return hover
    text = plain(hover.contents.value)
    return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, text), hover.range)


def plain(markdown: str) -> str:
    """What is left of our own Markdown.

    >>> plain("```python\\nx: Float\\n```\\n\\n- `b`: an axis of `x` ([line 3](file:///a.py#L3))")
    'x: Float\\n\\n- b: an axis of x (line 3)'
    """
    return re.sub(r"\n{3,}", "\n\n", _MARKS.sub(lambda found: found[1] or "", markdown)).strip()
