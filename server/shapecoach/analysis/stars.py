"""`from module import *`: which names that may bring, as far as the texts alone say it.

Of what a module that is only imported gets by a star, nothing is read until a name is asked for that may come from
there.  A package that gathers hundreds of modules by stars would otherwise cost all of them for its version number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shapecoach.analysis.values import Imported, Value

_STAR = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*\*", re.MULTILINE)
_SPELLED = ("import *", "import  *", "import\t*", "import*")
_ALL = re.compile(r"__all__(?:[ \t]*:[^=\n]*)?[ \t]*=[ \t]*(\[[^\[\]()]*\]|\([^\[\]()]*\))[ \t]*(?:#.*)?(?:\n|$)")
MOST_LISTED = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Star:
    """A star in a module: the module that it is of, where that is, and what was bound here by then."""

    module: Imported
    place: Path
    before: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Offered:
    """The text of a module, and the names that its `__all__` lists, where that is written out and no more is done."""

    text: str
    listed: frozenset[str] | None

    @staticmethod
    def by(text: str) -> Offered:
        return Offered(text, _listed(text))

    def may_have(self, name: str) -> bool:
        """Whether the module may offer a name, leaving aside what it gets by stars itself."""
        if self.listed is not None:
            return name in self.listed
        return name in self.text and _bound_as(name).search(self.text) is not None


@lru_cache(maxsize=1024)
def _bound_as(name: str) -> re.Pattern[str]:
    """Where a text may bind a name: not where it is called, or part of a dotted name, of a string or of a comment."""
    ends = r"[ \t]*(?:[:,);\\#\n\r]|[-+*/|&]?=(?!=)|in\b|$)"
    return re.compile(
        rf"""^[^#\n]*?(?:\b(?:def|class|import|as)[ \t]+{name}\b|(?<![\w."']){name}\b(?={ends}))""", re.MULTILINE
    )


def stars_in(text: str) -> Iterator[tuple[str, int]]:
    """The modules of which a module imports all, on whatever way through it, each with the number of leading dots."""
    if any(spelled in text for spelled in _SPELLED):
        for found in _STAR.finditer(text):
            yield found[2], len(found[1])


def _listed(text: str) -> frozenset[str] | None:
    start = text.find("__all__")
    if start < 0 or (start > 0 and text[start - 1] != "\n") or text.count("__all__") > 1:
        return None
    written = _ALL.match(text, start)
    try:
        names = ast.literal_eval(written[1]) if written else None
    except (SyntaxError, ValueError):
        return None
    if not isinstance(names, list | tuple):
        return None
    items: list[object] = list(names)  # pyright: ignore[reportUnknownArgumentType]
    strings = [name for name in items if isinstance(name, str)]
    return frozenset(strings) if len(strings) == len(items) <= MOST_LISTED else None
