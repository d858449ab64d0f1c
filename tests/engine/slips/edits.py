"""Where the parts of a program stand in its text, and changing them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    start: int
    end: int


Edits = list[tuple[Span, str]]
Slip = tuple[Edits, str]
Slips = Callable[[ast.AST, "Text"], Iterator[Slip]]


class Text:
    """A program's text, which is ASCII, and its tree."""

    def __init__(self, text: str):
        self.text = text
        self.tree = ast.parse(text)
        lines = text.splitlines(keepends=True)
        self._starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        # What is declared of parameters and results is left right.
        self.skipped = {
            part for node in ast.walk(self.tree) for annotation in annotations(node) for part in ast.walk(annotation)
        }

    def span(self, node: ast.expr) -> Span:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return Span(
            self._starts[node.lineno - 1] + node.col_offset, self._starts[node.end_lineno - 1] + node.end_col_offset
        )

    def of(self, node: ast.expr) -> str:
        span = self.span(node)
        return self.text[span.start : span.end]

    def edited(self, edits: Edits) -> str:
        text = self.text
        for span, new in sorted(edits, key=lambda edit: -edit[0].start):
            text = text[: span.start] + new + text[span.end :]
        return text

    def swap(self, first: ast.expr, second: ast.expr) -> Edits:
        return [(self.span(first), self.of(second)), (self.span(second), self.of(first))]


def annotations(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.arg) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield node.returns


def name_of(call: ast.AST) -> str:
    """The last word of what is called; empty for what is no call."""
    if not isinstance(call, ast.Call):
        return ""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def is_method(call: ast.AST) -> bool:
    """Whether a tensor stands before the dot: `x.sum()`, and not `torch.sum(x)`."""
    func = call.func if isinstance(call, ast.Call) else None
    return isinstance(func, ast.Attribute) and ast.unparse(func.value) not in MODULES


MODULES = frozenset({"torch", "F", "nn", "einops", "torch.linalg", "torch.nn.functional", "nn.functional", "math"})
