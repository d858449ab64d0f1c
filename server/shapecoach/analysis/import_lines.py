"""The import statements of a file: what they call a library's names, and where another of them would stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.analysis.source import Source


@dataclass(frozen=True)
class ImportLines:
    """The imports of one file."""

    source: Source

    def called(self, module: str, name: str) -> str | None:
        """What a module's name goes by here, if it is imported and nothing else goes by that."""
        for node in self._top:
            if isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
                for alias in node.names:
                    here = alias.asname or alias.name
                    if alias.name == name and self.times(here) == 1:
                        return here
        return None

    def module(self, module: str) -> str | None:
        """What a module goes by here, if it is imported and nothing else goes by that."""
        for node in self._top:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    here = alias.asname or alias.name
                    if alias.name == module and self.times(here) == 1:
                        return here
        return None

    def importing(self, module: str, *names: str) -> list[Edit]:
        """The edits that import a module's names: in a line that imports others of it, or in one of their own."""
        among = [self._among_others(module, name) for name in names]
        if all(among):
            return together(edit for edit in among if edit is not None)
        return [self._line(module, f"from {module} import {', '.join(sorted(names))}", is_from=True)]

    def importing_module(self, module: str) -> Edit:
        return self._line(module, f"import {module}", is_from=False)

    def times(self, name: str) -> int:
        """How often anything in the file binds a name."""
        return self._names.count(name) if name in self.source.text else 0

    @cached_property
    def _top(self) -> list[ast.Import | ast.ImportFrom]:
        return [node for node in self.source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]

    @cached_property
    def _names(self) -> list[str]:
        """Every name that anything in the file binds, as often as it does."""
        return [name for node in self.source.nodes for name in _bound_by(node)]

    def _among_others(self, module: str, name: str) -> Edit | None:
        """The name added to a line that imports others: `from einops import reduce`."""
        for node in self._top:
            if not isinstance(node, ast.ImportFrom) or node.module != module or node.level:
                continue
            if node.lineno != node.end_lineno or "(" in self.source.lines[node.lineno - 1]:
                return None
            later = next((alias for alias in node.names if alias.name > name), None)
            if later is not None:
                at = self.source.range(later).start
                return Edit(Range(at, at), f"{name}, ")
            end = self.source.range(node).end
            return Edit(Range(end, end), f", {name}")
        return None

    def _line(self, module: str, line: str, is_from: bool) -> Edit:
        """A line of its own, where a sorted file has it: next to PyTorch's, or after all others."""
        newline = "\r\n" if "\r\n" in self.source.text else "\n"
        if not self._top:
            return Edit(_at_line(self._head()), line + newline)
        for node in self._around_torch():
            if is_from and isinstance(node, ast.ImportFrom) and (node.module or "") > module and not node.level:
                return Edit(_at_line(node.lineno - 1), line + newline)
            if not is_from and (isinstance(node, ast.ImportFrom) or node.names[0].name > module):
                return Edit(_at_line(node.lineno - 1), line + newline)
        last = self._around_torch()[-1]
        end = (last.end_lineno or last.lineno) - 1
        at = Position(end, len(self.source.lines[end].encode("utf-16-le")) // 2)
        return Edit(Range(at, at), newline + line)

    def _head(self) -> int:
        """The line behind what a file without imports begins with: comments, a notebook's magic, a docstring."""
        match self.source.tree.body:
            case [ast.Expr(value=ast.Constant(value=str())) as docstring, *_]:
                return docstring.end_lineno or docstring.lineno
            case _:
                heads = (number for number, line in enumerate(self.source.lines) if not line.startswith(("#", "%")))
                return next(heads, 0)

    def _around_torch(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports that stand together with those of PyTorch; where there are none, all."""
        blocks: list[list[ast.Import | ast.ImportFrom]] = []
        for node in self._top:
            if not blocks or node.lineno > (blocks[-1][-1].end_lineno or 0) + 1:
                blocks.append([])
            blocks[-1].append(node)
        return next((block for block in blocks if any(map(_is_of_torch, block))), blocks[-1])


def together(edits: Iterable[Edit]) -> list[Edit]:
    """Edits of which no two insert at one place: what would be inserted after each other is inserted at once."""
    texts: dict[Range, str] = {}
    for edit in edits:
        texts[edit.range] = texts.get(edit.range, "") + edit.new_text
    return [Edit(place, text) for place, text in texts.items()]


def _is_of_torch(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not node.level and (node.module or "").split(".")[0] == "torch"
    return any(alias.name.split(".")[0] == "torch" for alias in node.names)


def _at_line(line: int) -> Range:
    return Range(Position(line, 0), Position(line, 0))


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.split(".")[0]
        case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case _:
            pass
