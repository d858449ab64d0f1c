"""Which of a file's statements a definition hangs on: those whose names it speaks of, and what these speak of in turn.

An edit of one class' signatures then leaves alone what is known of all functions that have nothing to do with it.
A call is taken to change whatever it can reach by names.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.workspace import digest

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Part:
    """A statement at the margin, with the comments above it."""

    lines: range
    binds: frozenset[str]
    words: frozenset[str]  # those of strings too, which may be annotations
    acting: frozenset[str]  # the words of what may do more, when the statement runs, than to give something a name
    is_for_all: bool


@dataclass(frozen=True)
class Around:
    """The lines that a definition hangs on: `text` tells them from any others, wherever in the file they stand."""

    text: str
    standing: tuple[int, ...]

    @cached_property
    def numbers(self) -> dict[int, int]:
        return {line: number for number, line in enumerate(self.standing)}


class Parts:
    """A file's statements: `lines` is what shall count of each line, `felt` what counts besides."""

    def __init__(self, tree: ast.Module, lines: Sequence[str], felt: Mapping[int, str]) -> None:
        self._lines, self._felt = lines, felt
        self._parts = list(_parts(tree.body, lines))
        self._starts = [part.lines.start for part in self._parts]
        self._for_all = [number for number, part in enumerate(self._parts) if part.is_for_all]
        self._binding: dict[str, list[int]] = {}
        for number, part in enumerate(self._parts):
            for name in part.binds:
                self._binding.setdefault(name, []).append(number)
        imported = frozenset(
            (alias.asname or alias.name).partition(".")[0]
            for statement in tree.body
            if isinstance(statement, ast.Import | ast.ImportFrom)
            for alias in statement.names
        )
        self._changes = {
            number: names - imported
            for number, part in enumerate(self._parts)
            if part.acting and (names := self._reached(part.acting)[1])
        }
        self._known: dict[tuple[int, ...], Around] = {}

    def around(self, line: int, text: str) -> Around:
        """What a definition hangs on that begins at a line and has this text."""
        own = {*self._for_all, bisect_right(self._starts, line) - 1}
        words = _words(text).union(*(self._parts[number].words for number in own))
        chosen, names = self._reached(words, own)
        while more := [number for number, changed in self._changes.items() if number not in chosen and changed & names]:
            further = names.union(*(self._parts[number].words for number in more))
            chosen, names = self._reached(further, {*chosen, *more})
        return self._around(tuple(sorted(chosen)))

    def _around(self, chosen: tuple[int, ...]) -> Around:
        if chosen not in self._known:
            lines = [line for number in chosen for line in self._parts[number].lines]
            standing = tuple(line for line in lines if self._lines[line].strip())
            felt = [self._felt[line] for line in lines if line in self._felt]
            text = "\n".join([*(self._lines[line] for line in standing), *felt])
            self._known[chosen] = Around(digest(text), standing)
        return self._known[chosen]

    def _reached(self, words: frozenset[str], chosen: Collection[int] = ()) -> tuple[set[int], frozenset[str]]:
        """The statements that bind some names, those that bind what these speak of, and so on; and all these names."""
        found, names = set(chosen), set[str]()
        waiting = [name for name in words if name in self._binding]
        while waiting:
            name = waiting.pop()
            if name in names:
                continue
            names.add(name)
            for number in self._binding[name]:
                if number not in found:
                    found.add(number)
                    waiting += [word for word in self._parts[number].words if word in self._binding]
        return found, frozenset(names)


def _parts(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[Part]:
    start, waiting = 0, list[ast.stmt]()
    for number, statement in enumerate(body):
        waiting.append(statement)
        end = statement.end_lineno or statement.lineno
        following = body[number + 1].lineno if number + 1 < len(body) else end + 1
        if following <= end:  # `a = 1; b = 2`
            continue
        yield Part(
            range(start, end),
            frozenset(name for one in waiting for name in _bound_by(one)),
            _words("\n".join(lines[start:end])),
            frozenset(word for one in waiting for node in _acting(one) for word in _words(ast.unparse(node))),
            any(map(_is_for_all, waiting)),
        )
        start, waiting = end, []


_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in statement.names)
    else:
        for part in nodes(statement):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id
            elif isinstance(part, _DEFINITIONS):
                yield part.name
            elif isinstance(part, ast.alias):
                yield (part.asname or part.name).partition(".")[0]


def _acting(statement: ast.stmt) -> Iterator[ast.AST]:
    """The parts of a statement that may do something, when it runs, to what they speak of."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from statement.decorator_list
            defaults = (*statement.args.defaults, *statement.args.kw_defaults)
            yield from (part for part in defaults if part is not None and _calls(part))
        case ast.ClassDef():
            yield from statement.decorator_list
            yield from (part for part in (*statement.bases, *statement.keywords) if _calls(part))
            for inner in statement.body:
                yield from _acting(inner)
        case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
            pass
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(target=ast.Name(), value=value):
            if _calls(value):
                yield statement
        case _:
            yield statement


def _calls(node: ast.AST | None) -> bool:
    does_more = ast.Call | ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr
    return node is not None and any(isinstance(part, does_more) for part in nodes(node))


def _is_for_all(statement: ast.stmt) -> bool:
    """An import, which may lead anywhere, and what is done to something by another name than its own."""
    return isinstance(statement, ast.Import | ast.ImportFrom) or (
        not isinstance(statement, _DEFINITIONS)
        and any(
            isinstance(part, ast.Attribute | ast.Subscript) and not isinstance(part.ctx, ast.Load)
            for part in nodes(statement)
        )
    )


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))
