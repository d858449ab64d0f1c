"""What is collected of one statement's axis names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shapecoach.analysis.model import Range
from shapecoach.analysis.source import Source
from shapecoach.axes.occurrences import Kind, Obstacle, PatternCall
from shapecoach.axes.scopes import Scope

NOT_UNDERSTOOD = "is part of a string that isn't understood"
WORD = re.compile(r"[A-Za-z_]\w*")


class Found(NamedTuple):
    """An axis' name at a place."""

    name: str
    range: Range
    kind: Kind
    scope: Scope
    owner: str = ""
    declares: bool = False


@dataclass
class Collected:
    """`names` are what the file's names stand for (`library_names`)."""

    source: Source
    names: Mapping[str, str]
    found: list[Found] = field(default_factory=list[Found])
    calls: list[PatternCall] = field(default_factory=list[PatternCall])
    obstacles: list[Obstacle] = field(default_factory=list[Obstacle])

    def obstacle(self, text: str, line: int, reason: str, scope: Scope | None) -> None:
        """The words of a text can't be placed, and may be axes."""
        words = frozenset(WORD.findall(text))
        if words:
            self.obstacles.append(Obstacle(words, line, reason, scope.name if scope else None))


def parts_of(node: ast.AST) -> Iterator[ast.AST]:
    """What a node is made of."""
    for name in node._fields:
        held = getattr(node, name, None)
        if isinstance(held, list):
            yield from (part for part in held if isinstance(part, ast.AST))  # pyright: ignore[reportUnknownVariableType]
        elif isinstance(held, ast.AST) and not isinstance(held, ast.expr_context):
            yield held
