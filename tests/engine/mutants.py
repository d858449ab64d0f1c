"""Every small slip of one kind or another in a program: a letter of a pattern, two operands, two axes, a transpose."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .slips import SLIPS
from .slips.edits import Edits, Text


@dataclass(frozen=True)
class Mutant:
    """A program with one slip in it, on `line` (from 0)."""

    text: str
    line: int
    kind: str  # the slip's kind, for counting
    slip: str  # what was changed to what, as a person would say it

    @property
    def changed_line(self) -> str:
        return self.text.splitlines()[self.line].strip()


def mutants(text: str, kinds: frozenset[str] | None = None) -> list[Mutant]:
    """All mutants of the program (of some kinds), without those that come to the same text."""
    source = Text(text)
    found: dict[str, Mutant] = {}
    for node in ast.walk(source.tree):
        for kind, slips in SLIPS.items():
            if kinds is not None and kind not in kinds:
                continue
            for edits, slip in slips(node, source):
                mutated = source.edited(edits)
                if mutated != text and _parses(mutated):
                    found.setdefault(mutated, Mutant(mutated, _line(text, edits), kind, slip))
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _line(text: str, edits: Edits) -> int:
    return text.count("\n", 0, min(span.start for span, _ in edits))


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
