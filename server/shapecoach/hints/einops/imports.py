"""What einops' functions go by in a file, and the line that imports them where there is none yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from shapecoach.analysis.model import Edit, Position, Range
from shapecoach.analysis.source import Source


@dataclass(frozen=True)
class Imports:
    """The imports of one file."""

    source: Source

    def called(self, function: str) -> tuple[str, tuple[Edit, ...]] | None:
        """The name for an einops function, with the edits that import it; None where no name is free."""
        if function in self._functions:
            return self._functions[function], ()
        if self._module is not None:
            return f"{self._module}.{function}", ()
        if function != "einsum" and not self._times(function):
            edit = self._among_others(function) or self._line(f"from einops import {function}", is_from=True)
            return (function, (edit,)) if edit is not None else None
        if self._times("einops"):
            return None
        edit = self._line("import einops", is_from=False)
        return (f"einops.{function}", (edit,)) if edit is not None else None

    def is_from_torch(self, function: str) -> bool:
        """Whether a name is that of PyTorch's function, imported from there, and of nothing else."""
        from_torch = (node for node in self._top if isinstance(node, ast.ImportFrom) and node.module == "torch")
        return self._times(function) == 1 and any(
            alias.name == function and alias.asname in (None, function) for node in from_torch for alias in node.names
        )

    @cached_property
    def _functions(self) -> dict[str, str]:
        """einops' functions that have a name here, and nothing else has it."""
        found = {
            alias.name: alias.asname or alias.name
            for node in self._top
            if isinstance(node, ast.ImportFrom) and node.module == "einops" and not node.level
            for alias in node.names
        }
        return {name: here for name, here in found.items() if self._times(here) == 1}

    @cached_property
    def _module(self) -> str | None:
        for node in self._top:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    here = alias.asname or alias.name
                    if alias.name == "einops" and self._times(here) == 1:
                        return here
        return None

    @cached_property
    def _top(self) -> list[ast.stmt]:
        return [node for node in self.source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]

    def _times(self, name: str) -> int:
        """How often anything in the file binds a name."""
        return self._names.count(name) if name in self.source.text else 0

    @cached_property
    def _names(self) -> list[str]:
        """Every name that anything in the file binds, as often as it does."""
        return [name for node in self.source.nodes for name in _bound_by(node)]

    def _among_others(self, function: str) -> Edit | None:
        """The function added to a line that imports others: `from einops import reduce`."""
        for node in self._top:
            if not isinstance(node, ast.ImportFrom) or node.module != "einops" or node.level:
                continue
            if node.lineno != node.end_lineno or "(" in self.source.lines[node.lineno - 1]:
                return None
            later = next((alias for alias in node.names if alias.name > function), None)
            if later is not None:
                at = self.source.range(later).start
                return Edit(Range(at, at), f"{function}, ")
            end = self.source.range(node).end
            return Edit(Range(end, end), f", {function}")
        return None

    def _line(self, line: str, is_from: bool) -> Edit | None:
        """A line of its own, where a sorted file has it: next to PyTorch's, or after all others."""
        if not self._top:
            return None
        newline = "\r\n" if "\r\n" in self.source.text else "\n"
        for node in self._around_torch():
            if is_from and isinstance(node, ast.ImportFrom) and (node.module or "") > "einops" and not node.level:
                return Edit(_at_line(node.lineno - 1), line + newline)
            if not is_from and (isinstance(node, ast.ImportFrom) or node.names[0].name > "einops"):
                return Edit(_at_line(node.lineno - 1), line + newline)
        last = self._around_torch()[-1]
        end = (last.end_lineno or last.lineno) - 1
        at = Position(end, len(self.source.lines[end].encode("utf-16-le")) // 2)
        return Edit(Range(at, at), newline + line)

    def _around_torch(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports that stand together with those of PyTorch; where there are none, all."""
        blocks: list[list[ast.Import | ast.ImportFrom]] = []
        for node in self._top:
            assert isinstance(node, ast.Import | ast.ImportFrom)
            if not blocks or node.lineno > (blocks[-1][-1].end_lineno or 0) + 1:
                blocks.append([])
            blocks[-1].append(node)
        return next((block for block in blocks if any(map(_is_of_torch, block))), blocks[-1])


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
