"""What was found in a file is remembered, so that an edit walks only what it changed.

Walking a closed function, one whose callers need nothing but its signature, depends on its own text and on its
surroundings: everything in the file but the bodies of closed functions, and what little of those bodies is felt
outside them.  So a file is walked in two steps.  First its surroundings: while they stay as they are, what they gave is
taken up again.  Then each closed function, of which only those that an edit changed are walked.

What was imported counts too: for the surroundings the texts of all files that were read, for a closed function only
what is not the body of a closed function in them.
"""

from __future__ import annotations

import ast
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from shapecoach.analysis.agreements import Agreement
from shapecoach.analysis.context import ModuleContext
from shapecoach.analysis.model import Fact, Finding
from shapecoach.analysis.reading import Reading, source_of
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.source import Source
from shapecoach.analysis.values import Class, Function, says_shapes
from shapecoach.analysis.walk import Walk
from shapecoach.analysis.workspace import digest
from shapecoach.probe.haste import is_hasty

Definition = ast.FunctionDef | ast.AsyncFunctionDef
T = TypeVar("T")


class _Newest(Generic[T]):
    """The newest so many of something; what was longest not asked for is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: Hashable, value: T) -> None:
        self._held[key] = value
        if len(self._held) > self._most:
            self._held.popitem(last=False)

    def clear(self) -> None:
        self._held.clear()


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a definition that began at `line`."""

    line: int
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    agreements: tuple[Agreement, ...]
    read: Mapping[Path, Surroundings | None]  # the other files that were read by then
    steps: int  # that it took


@dataclass(frozen=True, slots=True)
class _Traces:
    """What a function's body can do to code outside it."""

    set_outside: frozenset[str]  # attributes it assigns, names it declares global
    mentioned: frozenset[str]  # names in it: a list of that name may be changed when the function is called


@dataclass(frozen=True, slots=True)
class Walked:
    """A file all of which was walked but its closed functions."""

    walk: Walk
    closed: tuple[tuple[Function, Class | None], ...]
    recorder: Recorder  # what was found so far
    definitions: tuple[Definition, ...]  # of the tree that was walked
    steps: int  # that it took


_found_in: _Newest[_Found] = _Newest(4096)
_traces_of: _Newest[_Traces] = _Newest(4096)
_walked: _Newest[Walked] = _Newest(32)


def forget_all() -> None:
    """Be as if no file had been seen yet."""
    for memory in (_found_in, _traces_of, _walked):
        memory.clear()


class Surroundings:
    """The part of one version of a file that every definition in it depends on.

    Definitions know it by its digest: with the text itself, time would grow with the square of a file's length.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.definitions = tuple(_definitions(source.tree.body))
        lines, felt = list(source.parsed_lines), list[str]()
        lists = _named_at_the_margin(source.tree)
        for node in self.definitions:
            if is_closed(node):
                start, end = node.body[0].lineno - 1, node.end_lineno or node.body[0].lineno
                traces = _traces(node, "\n".join(lines[start:end]))
                felt.append(" ".join(sorted({*traces.set_outside, *(traces.mentioned & lists)})))
                lines[start:end] = [""] * (end - start)
        self._felt, self._lines = tuple(felt), tuple(lines)

    @cached_property
    def text(self) -> str:
        """What tells the surroundings from any other, wherever in the file they stand."""
        return digest("\n".join([*(line for line in self._lines if line.strip()), *self._felt]))

    @cached_property
    def layout(self) -> str:
        """What tells where they stand."""
        return digest(" ".join(str(node.lineno) for node in self.definitions))

    def walked(self, path: Path | None, reading: Reading, walk: Callable[[ModuleContext], Walked]) -> Walked:
        """What `walk` gives; or what it gave before, while nothing has changed since."""
        key = (path, self._lines, self._felt)
        walked = _walked.get(key)
        if walked is not None and reading.takes_up(walked.walk.module):
            reading.budget.charge(walked.steps)
        else:
            module = ModuleContext(self.source, path)
            reading.changed = module.changed
            walked = walk(module)
            if not is_hasty():
                _walked.put(key, walked)
        module = walked.walk.module
        module.source, module.recorder = self.source, walked.recorder.copy()
        walked.walk.reading, reading.changed = reading, module.changed
        return walked

    def closed(self, walked: Walked) -> Iterator[tuple[Function, Class | None]]:
        """The closed functions with the bodies that they have in this version."""
        now = dict(zip(map(id, walked.definitions), self.definitions, strict=True))
        for function, cls in walked.closed:
            node = now.get(id(function.node), function.node)
            yield function if node is function.node else replace(function, node=node), cls

    def remembered(self, outer: Walk, node: Definition, walk: Callable[[], None]) -> None:
        """Do `walk`, which records what it finds in `node`; or record what it found when nothing has changed since."""
        module = outer.module
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
        own = "\n".join(self.source.parsed_lines[first : node.end_lineno])
        anywhere = (module.path, self.text, own, node.col_offset, node.name)
        only_here = (*anywhere, first, self.layout)
        found = _taken_up(outer, anywhere, exactly=False) or _taken_up(outer, only_here, exactly=True)
        if found is not None:
            outer.reading.budget.charge(found.steps)
        else:
            found = _found(outer, walk, first)
            places = (place for told in (*found.findings, *found.facts) for place in told.places())
            inside = all(place and first <= place.start.line < (node.end_lineno or first) for place in places)
            # What speaks of places elsewhere in the file holds only while those stay where they are.
            if not is_hasty() and outer.reading.budget.left >= 0:
                _found_in.put(anywhere if inside else only_here, found)
        for finding in found.findings:
            module.recorder.finding(finding.moved(first - found.line))
        for fact in found.facts:
            module.recorder.fact(fact.moved(first - found.line))
        module.recorder.agreements += [agreement.moved(first - found.line) for agreement in found.agreements]


@lru_cache(maxsize=256)
def _surroundings_of(text: str) -> Surroundings:
    return Surroundings(source_of(text))


def _read_now(reading: Reading, path: Path) -> Surroundings | None:
    text = reading.text(path)
    return None if text is None else _surroundings_of(text)


def _taken_up(outer: Walk, key: Hashable, exactly: bool) -> _Found | None:
    """What is remembered under a key, if the files that were read are what they were; `exactly` looks at places too."""
    found = _found_in.get(key)
    if found is None or found.steps > outer.reading.budget.left:
        return None
    for path, then in found.read.items():
        now = _read_now(outer.reading, path)
        if now is None or then is None:
            same = now is then
        else:
            same = now is then or (now.text == then.text and not (exactly and now.layout != then.layout))
        if not same:
            return None
    for path in found.read:
        outer.module.looked_at[path] = outer.reading.text(path)
    return found


def _found(outer: Walk, walk: Callable[[], None], line: int) -> _Found:
    module, reading = outer.module, outer.reading
    recorder, module.recorder = module.recorder, Recorder()
    left = reading.budget.left
    try:
        with reading.budget.afresh():
            walk()
    finally:
        made, module.recorder = module.recorder, recorder
    read = {path: _read_now(reading, path) for path in reading.hung_on(module)}
    findings, facts = tuple(made.findings.values()), tuple(made.facts.values())
    return _Found(line, findings, facts, tuple(made.agreements), read, left - reading.budget.left)


def _definitions(body: Sequence[ast.stmt]) -> Iterator[Definition]:
    """The functions and methods of a module, those inside functions left out."""
    for statement in body:
        if isinstance(statement, Definition):
            yield statement
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from _definitions(getattr(statement, name, ()))


def is_closed(node: ast.AST) -> bool:
    """Whether callers need nothing of a function but its signature, which stands on lines of its own."""
    return (
        isinstance(node, Definition)
        and node.returns is not None
        and says_shapes(node.returns)
        and node.name != "__init__"
        and node.body[0].lineno > (node.returns.end_lineno or node.lineno)
    )


def _traces(node: Definition, body: str) -> _Traces:
    traces = _traces_of.get(body)
    if traces is None:
        set_outside, mentioned = set[str](), set[str]()
        for part in ast.walk(node):
            match part:
                case ast.Name():
                    mentioned.add(part.id)
                case ast.Attribute(ctx=ast.Store()):
                    set_outside.add(f".{part.attr}")
                case ast.Global() | ast.Nonlocal():
                    set_outside.update(part.names)
                case _:
                    pass
        traces = _Traces(frozenset(set_outside), frozenset(mentioned))
        _traces_of.put(body, traces)
    return traces


def _named_at_the_margin(tree: ast.Module) -> frozenset[str]:
    """The names that a module's own statements bind, definitions and imports left out."""
    return frozenset(
        part.id
        for statement in tree.body
        if not isinstance(statement, Definition | ast.ClassDef | ast.Import | ast.ImportFrom)
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    )
