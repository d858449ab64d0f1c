"""A file as the hints see it: its expressions, the axes of each, and what may be taken out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from shapecoach.analysis.model import Analysis, Edit, Fact, Finding, Fix, Range, Severity
from shapecoach.analysis.source import Source
from shapecoach.hints.einops.imports import Imports
from shapecoach.shapes.tensor import Framework

LONGEST_LINE = 120


@dataclass(frozen=True)
class File:
    """One file, and what is known of it."""

    source: Source
    analysis: Analysis

    @cached_property
    def imports(self) -> Imports:
        return Imports(self.source)

    @cached_property
    def _facts(self) -> Mapping[Range, Fact]:
        return {fact.range: fact for fact in self.analysis.facts}

    def fact(self, node: ast.AST) -> Fact | None:
        """What is known of the PyTorch tensor that an expression gives; None where that may be anything else."""
        fact = self._facts.get(self.source.range(node))
        return fact if fact is not None and fact.framework is Framework.TORCH else None

    def declared(self, nodes: Iterable[ast.AST]) -> frozenset[str]:
        """The names of axes that an annotation gave to what these expressions are made of."""
        facts = filter(None, map(self.fact, nodes))
        return frozenset(axis.axis for fact in facts for axis in fact.origins if axis.message.startswith("an axis"))

    def dims(self, node: ast.AST) -> tuple[str, ...] | None:
        fact = self.fact(node)
        return None if fact is None else fact.dims

    def dtype(self, node: ast.AST) -> str | None:
        fact = self.fact(node)
        return None if fact is None else fact.dtype

    def text(self, node: ast.expr) -> str:
        """What is written there as an argument of a call, further lines indented as from the first one's indent."""
        start = self.source.lines[self.source.range(node).start.line]
        first, *others = self.source.raw(node).split("\n")
        indent = len(_indent(start))
        text = "\n".join([first, *(line[min(indent, len(_indent(line))) :] for line in others)])
        return f"({text})" if isinstance(node, ast.NamedExpr | ast.Yield | ast.YieldFrom) else text

    def is_plain(self, node: ast.expr) -> bool:
        """Whether to evaluate it, once or not at all, changes nothing but what it gives: a size as people write it."""
        match node:
            case ast.Constant() | ast.Name():
                return self.fact(node) is None
            case ast.Attribute(value=value):
                return self.is_plain(value) or (node.attr == "shape" and isinstance(value, ast.Name | ast.Attribute))
            case ast.Subscript(value=value, slice=key):
                return self.is_plain(value) and self.is_plain(key)
            case ast.BinOp(left=left, right=right):
                return self.is_plain(left) and self.is_plain(right)
            case ast.UnaryOp(operand=operand):
                return self.is_plain(operand)
            case ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute(), attr="size"), args=args):
                return all(map(self.is_plain, args)) and not node.keywords
            case ast.Call(func=ast.Name(id="int" | "len" | "min" | "max"), args=args):
                return all(self.is_plain(arg) or isinstance(arg, ast.Name) for arg in args) and not node.keywords
            case ast.Starred(value=value):
                return self.is_plain(value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return all(map(self.is_plain, parts))
            case ast.Slice(lower=lower, upper=upper, step=step):
                return all(part is None or self.is_plain(part) for part in (lower, upper, step))
            case _:
                return False

    @cached_property
    def quote(self) -> str:
        """The quotes that the file has more of."""
        return "'" if self.source.text.count("'") > self.source.text.count('"') else '"'

    def finding(self, rule: str, function: str, node: ast.expr, arguments: list[str], says: str) -> Finding | None:
        """The hint that `node` would better be a call of an einops function.

        `says` is the message, up to the new text.  None where there is a comment in what would be replaced, or a text
        of several lines, or no name for the function.
        """
        written = self.source.raw(node)
        called = self.imports.called(function)
        if called is None or "#" in written or _holds_long_text(node):
            return None
        name, imported = called
        place = self.source.range(node)
        laid_out = self._laid_out(name, arguments, place)
        if laid_out is None:
            return None
        short = f"{name}({', '.join(' '.join(argument.split()) for argument in arguments)})"
        edits = (Edit(place, laid_out), *imported)
        fix = Fix(f"Rewrite with einops: {short}", edits)
        return Finding(rule, Severity.HINT, place, f"{says}: `{short}`", fixes=(fix,))

    def _laid_out(self, name: str, arguments: list[str], place: Range) -> str | None:
        """The call on one line; on three where that is too long, or on one for each argument.

        None where even then a line is too long: nobody would want to read it.
        """
        inside = ", ".join(arguments)
        line = self.source.lines[place.start.line]
        rest = self.source.lines[place.end.line][place.end.character :]
        is_of_lines = "\n" in inside
        if not is_of_lines and place.start.character + len(f"{name}({inside})") + len(rest) <= self._width:
            return f"{name}({inside})"
        newline = "\r\n" if "\r\n" in self.source.text else "\n"
        indent = _indent(line)
        if not is_of_lines and len(f"{indent}    {inside}") <= self._width:
            return f"{name}({newline}{indent}    {inside}{newline}{indent})"
        listed = [f"{indent}    {line}" for argument in arguments for line in f"{argument},".split("\n")]
        if any(len(line) > self._width for line in listed):
            return None
        return f"{name}({newline}{newline.join(line.rstrip() for line in listed)}{newline}{indent})"

    @cached_property
    def _width(self) -> int:
        longest = max((len(line) for line in self.source.lines), default=0)
        return min(max(longest, 88), LONGEST_LINE)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _holds_long_text(node: ast.expr) -> bool:
    """Whether a string in it goes over several lines, which to indent may change."""
    strings = (part for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr))
    return any(part.end_lineno != part.lineno for part in strings)
