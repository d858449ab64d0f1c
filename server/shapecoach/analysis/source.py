"""One version of one document: its text, its tree, and where things stand in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from shapecoach.analysis.model import Position, Range
from shapecoach.analysis.recovery import parse, parse_alone
from shapecoach.analysis.tree import nodes


@dataclass(frozen=True)
class Source:
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; statements that don't parse are left out of it."""
        return self._parsed[0]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, what is inside behind what holds it."""
        return (self.tree, *(node for statement in self.tree.body for node in nodes(statement)))

    def nodes_around(self, line: int) -> Iterator[ast.AST]:
        """The nodes of what stands at the margin and holds a line, counted from 0; what is inside comes later."""
        for statement in self.tree.body:
            decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
            first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
            if first <= line + 1 <= (statement.end_lineno or first):
                yield from nodes(statement)

    def apart(self) -> Source:
        """The same text with a tree of its own, which may be moved: trees are shared between versions of a file."""
        own = Source(self.text)
        own.__dict__["_parsed"] = (parse_alone(self.parsed_lines), self.parsed_lines)
        return own

    @property
    def parsed_lines(self) -> list[str]:
        """The lines the tree was read from: the text's own, but for what didn't parse."""
        return self._parsed[1]

    @cached_property
    def unread(self) -> tuple[int, ...]:
        """The lines, counted from 0, of the statements that didn't parse."""
        pairs = zip(self.lines, self.parsed_lines, strict=True)
        return tuple(number for number, (line, parsed) in enumerate(pairs) if line != parsed)

    @cached_property
    def _parsed(self) -> tuple[ast.Module, list[str]]:
        return parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        # Split as Python's tokenizer does: str.splitlines would also break at form feeds and Unicode separators.
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def around_strings(self) -> tuple[tuple[Range, Range], ...]:
        """The places of strings in what stands on more than one line, each with that: a call, or the string itself."""
        found: list[tuple[ast.AST, ast.AST]] = []
        for node in self.nodes:
            if isinstance(node, ast.expr) and node.lineno != node.end_lineno:
                parts = [node]
                if isinstance(node, ast.Call):
                    parts = [*node.args, *(keyword.value for keyword in node.keywords)]
                strings = (part for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
                found += [(string, node) for string in strings]
        return tuple((self.range(string), self.range(whole)) for string, whole in found)

    def position(self, line: int, byte: int) -> Position:
        """The place of a tree's 1-based line and UTF-8 byte offset, in UTF-16 units."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return Position(line - 1, byte)
        before = text.encode()[:byte].decode(errors="ignore")
        return Position(line - 1, len(before.encode("utf-16-le")) // 2)

    def range(self, node: ast.AST) -> Range:
        """Where a node of the tree stands."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None) or column
        return Range(self.position(line, column), self.position(end_line, end_column))

    def segment(self, node: ast.AST) -> str:
        """The node's own text, on one line."""
        return " ".join(self.raw(node).split())

    def raw(self, node: ast.AST) -> str:
        """The node's own text, line breaks included: what ast.get_source_segment gives, but quicker."""
        start, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if not start or not end or end > len(self.lines):
            return ""
        lines = [line.encode() for line in self.lines[start - 1 : end]]
        lines[-1] = lines[-1][: getattr(node, "end_col_offset", 0)]
        lines[0] = lines[0][getattr(node, "col_offset", 0) :]
        return b"\n".join(lines).decode(errors="ignore")


@lru_cache(maxsize=8)
def recent_source(text: str) -> Source:
    """The source of a text, parsed once for all who look at it one after another."""
    return Source(text)
