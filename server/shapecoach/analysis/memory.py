"""What was found in a definition is remembered, so that an edit walks only what it changed.

Walking an annotated function depends on its own text and on its surroundings: everything in the file except the
bodies of annotated functions, since callers read those functions' signatures only.
"""

from __future__ import annotations

import ast
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from shapecoach.analysis.model import Fact, Finding, Position, Range
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.source import Source
from shapecoach.analysis.walk import ModuleContext
from shapecoach.probe.haste import is_hasty

MOST_REMEMBERED = 4096
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a definition that began at `line`."""

    line: int
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]


_memory: OrderedDict[tuple[object, ...], _Found] = OrderedDict()


class Surroundings:
    """The part of one version of a file that every definition in it depends on."""

    def __init__(self, source: Source) -> None:
        self.source = source
        lines = list(source.parsed_lines)
        self.layout: list[int] = []
        for node in _definitions(source.tree.body):
            self.layout.append(node.lineno)
            if is_closed(node):
                start = node.body[0].lineno - 1
                lines[start : node.end_lineno] = [""] * ((node.end_lineno or start) - start)
        self.text = "\n".join(line for line in lines if line.strip())

    def remembered(self, module: ModuleContext, node: Definition, walk: Callable[[], None]) -> None:
        """Do `walk`, which records what it finds in `node`; or record what it found when nothing has changed since."""
        if not is_closed(node):
            module.steps = 0
            walk()
            return
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
        own = "\n".join(self.source.parsed_lines[first : node.end_lineno])
        anywhere = (self.text, own, node.col_offset, node.name)
        only_here = (*anywhere, first, tuple(self.layout))
        found = _memory.get(anywhere) or _memory.get(only_here)
        if found is None:
            found = _found(module, walk, first)
            inside = all(first <= place.start.line < (node.end_lineno or first) for place in _places(found))
            # What speaks of places elsewhere in the file holds only while those stay where they are.
            if not is_hasty():
                _remember(anywhere if inside else only_here, found)
        for finding in found.findings:
            module.recorder.finding(_moved(finding, first - found.line))
        for fact in found.facts:
            module.recorder.fact(_moved(fact, first - found.line))


def _found(module: ModuleContext, walk: Callable[[], None], line: int) -> _Found:
    outer, module.recorder, module.steps = module.recorder, Recorder(), 0
    try:
        walk()
    finally:
        made, module.recorder = module.recorder, outer
    return _Found(line, tuple(made.findings.values()), tuple(made.facts.values()))


def _definitions(body: Sequence[ast.stmt]) -> Iterator[Definition]:
    """The functions and methods of a module, those inside functions left out."""
    for statement in body:
        if isinstance(statement, Definition):
            yield statement
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from _definitions(getattr(statement, name, ()))


def is_closed(node: ast.AST) -> bool:
    """Whether callers need nothing of a function but its signature."""
    return (
        isinstance(node, Definition)
        and node.returns is not None
        and node.name != "__init__"
        and node.body[0].lineno > node.lineno
    )


def _remember(key: tuple[object, ...], found: _Found) -> None:
    _memory[key] = found
    while len(_memory) > MOST_REMEMBERED:
        _memory.popitem(last=False)


def _places(value: Any) -> Iterator[Range]:
    if isinstance(value, Range):
        yield value
    elif isinstance(value, tuple):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _places(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _places(getattr(value, field.name))


def _moved(value: Any, by: int) -> Any:
    """The same, some lines further down."""
    if by == 0:
        return value
    if isinstance(value, Position):
        return Position(value.line + by, value.character)
    if isinstance(value, tuple):
        return tuple(_moved(item, by) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if is_dataclass(value):
        return type(value)(*(_moved(getattr(value, field.name), by) for field in fields(value)))
    return value
