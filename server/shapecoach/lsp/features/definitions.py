"""Where a function or class is defined, in text that need not parse."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol import types

from shapecoach.lsp.text import utf16_length


def definition_of(name: str, lines: Sequence[str]) -> types.Range | None:
    """The place of `name` in the first `def name` or `class name`; None if it is nowhere."""
    pattern = re.compile(rf"\s*(?:async\s+)?(?:def|class)\s+({re.escape(name)})\b")
    for number, line in enumerate(lines):
        if found := pattern.match(line):
            start, end = utf16_length(line[: found.start(1)]), utf16_length(line[: found.end(1)])
            return types.Range(types.Position(number, start), types.Position(number, end))
    return None
