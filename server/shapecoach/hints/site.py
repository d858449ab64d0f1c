"""Where a finding is, as the candidates for its fixes see it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from shapecoach.analysis.model import Analysis, Edit, Finding
from shapecoach.analysis.source import Source
from shapecoach.hints.proof import Candidate


@dataclass(frozen=True, slots=True)
class Site:
    """Where a finding is: its source and the expression that it underlines."""

    source: Source
    analysis: Analysis
    node: ast.expr
    finding: Finding

    def declared_elsewhere(self) -> list[str]:
        """The axes that are declared at the place which the finding relates to; none where there is no such place."""
        for place in (related.range for related in self.finding.related if related.path is None):
            for node in self.source.nodes_around(place.start.line):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    here = self.source.range(node)
                    if place.start <= here.start and here.end <= place.end:
                        return node.value.split()
        return []

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

    def tight(self, node: ast.expr) -> str:
        """The node's text, in parentheses where a method could not follow it otherwise."""
        text = self.text(node)
        plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Tuple | ast.List)
        return text if plain else f"({text})"

    def short(self, node: ast.AST) -> str:
        """The node's text as a title may hold it."""
        text = self.text(node)
        return text if len(text) <= 30 else text[:27] + "..."

    def change(self, title: str, node: ast.AST, text: str) -> Candidate:
        return Candidate(title, (Edit(self.source.range(node), text),))
