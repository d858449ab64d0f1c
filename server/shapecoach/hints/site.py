"""Where a finding is, as the candidates for its fixes see it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from shapecoach.analysis.model import Analysis, Edit
from shapecoach.analysis.source import Source
from shapecoach.hints.proof import Candidate


@dataclass(frozen=True, slots=True)
class Site:
    """Where a finding is: its source and the expression that it underlines."""

    source: Source
    analysis: Analysis
    node: ast.expr

    def dims(self, node: ast.AST) -> tuple[str, ...] | None:
        """The axes of an operand, where they are known."""
        place = self.source.range(node)
        return next((fact.dims for fact in self.analysis.facts if fact.range == place and fact.dims is not None), None)

    def rank(self, node: ast.AST) -> int | None:
        """How many axes an operand has, where that is known."""
        dims = self.dims(node)
        return None if dims is None else len(dims)

    def text(self, node: ast.AST) -> str:
        return self.source.segment(node)

    def change(self, title: str, node: ast.AST, text: str) -> Candidate:
        return Candidate(title, (Edit(self.source.range(node), text),))
