"""SVG as text: every name and attribute that comes from a program is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

MONOSPACE = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
ADVANCE = 0.61
"""The width of a character of a monospaced font, as a part of its size."""
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """An element; `_` in an attribute's name is `-`, and one that is None is left out.

    >>> element("text", escaped("a<b"), x=1.0, font_size=12)
    '<text x="1" font-size="12">a&lt;b</text>'
    """
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{said}>{''.join(children)}</{tag}>" if children else f"<{tag}{said}/>"


def escaped(text: str) -> str:
    """Text as it may stand in XML."""
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else f"{value:.1f}".rstrip("0").rstrip(".")


def picture(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole drawing; `title` is what it says to whoever doesn't see it."""
    return element(
        "svg",
        element("title", escaped(title)),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role="img",
        font_family=MONOSPACE,
    )


def width_of(text: str, size: float) -> float:
    """How wide a text is in a monospaced font; letters of East Asia and emoji take two places."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text) * size * ADVANCE
