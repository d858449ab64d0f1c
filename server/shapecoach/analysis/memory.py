"""What was found in a file is remembered, so that an edit walks only what it changed.

Walking a closed function, one whose callers need nothing but its signature, depends on its own text and on its
surroundings: everything in the file but the bodies of closed functions, and what little of those bodies is felt
outside them.  So a file is walked in two steps.  First its surroundings: while they say the same, wherever that
stands, what they gave is taken up again.  Then each closed function, of which only those are walked that an edit
changed, or something that they hang on (`related.py`).

What was imported counts too: for the surroundings the texts of all files that were read, for a closed function only
what is not the body of a closed function in them.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from shapecoach.analysis.agreements import Agreement
from shapecoach.analysis.budget import Work
from shapecoach.analysis.closed import Definition, definitions, is_closed
from shapecoach.analysis.context import ModuleContext
from shapecoach.analysis.model import Fact, Finding
from shapecoach.analysis.moving import Move, lines_of
from shapecoach.analysis.newest import Newest
from shapecoach.analysis.reading import Reading, source_of
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.related import Around, Parts
from shapecoach.analysis.source import Source
from shapecoach.analysis.traces import traces_of
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Class, Function
from shapecoach.analysis.walk import Walk
from shapecoach.analysis.walked import Walked
from shapecoach.analysis.workspace import digest
from shapecoach.probe.haste import is_hasty


@dataclass(frozen=True, slots=True)
class _Around:
    """What the surroundings in another file were when that was read, and no more of it: this outlives its tree."""

    text: str
    layout: str


@dataclass(frozen=True, slots=True)
class _Read:
    """Another file as it was when it was read; of one that was only looked at no more than what its text was."""

    whole: str
    around: _Around | None

    def says_the_same(self, reading: Reading, path: Path, abroad: bool) -> bool:
        """Whether it still says the same to who knows its surroundings, and where they stand if that matters abroad."""
        if self.whole == reading.digest_of(path):
            return True
        text = reading.text(path)
        if text is None or self.around is None:
            return False
        now = _around_in(text)
        return now.text == self.around.text and not (abroad and now.layout != self.around.layout)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a definition, and where those lines stood that it speaks of.

    `inside` are its own lines; `outside` has the others, each with its number among those that it hangs on, or None
    where one isn't among them.  `abroad` says that it speaks of places in other files.
    """

    inside: range
    outside: Mapping[int, int] | None
    abroad: bool
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    giving_way: tuple[tuple[Fact, int], ...]  # those of other functions that it calls
    agreements: tuple[Agreement, ...]
    read: Mapping[Path, _Read | None]  # the other files that were read by then
    work: Work  # that it took


_found_in: Newest[_Found] = Newest(4096)
_walked: Newest[tuple[Walked, Work]] = Newest(32)


_read_in: WeakKeyDictionary[Reading, tuple[Hashable, Mapping[Path, _Read | None]]] = WeakKeyDictionary()
_lately_read: deque[Mapping[Path, _Read | None]] = deque(maxlen=16)


def forget_all() -> None:
    """Be as if no file had been seen yet."""
    for memory in (_found_in, _walked):
        memory.clear()


class Surroundings:
    """The part of one version of a file that definitions in it depend on.

    Definitions know theirs by its digest: with the text itself, time would grow with the square of a file's length.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.definitions = tuple(definitions(source.tree.body))
        lines, felt, everywhere = list(source.parsed_lines), dict[int, str](), list[str]()
        lists = _named_at_the_margin(source.tree)
        for node in self.definitions:
            start, end = node.body[0].lineno - 1, node.end_lineno or node.body[0].lineno
            traces = traces_of(node, source.parsed_lines)
            far = traces.felt_everywhere
            if is_closed(node):
                far |= traces.mentioned & lists
                if node.col_offset:
                    felt[start] = " ".join(sorted(traces.in_classes))
                else:
                    far |= traces.in_classes
                lines[start:end] = [""] * (end - start)
            if far:
                everywhere.append(" ".join([node.name, *sorted(far)]))
        self._felt, self._lines = (*felt.values(), *everywhere), tuple(lines)
        self._felt_everywhere = tuple(everywhere)
        self._parts = Parts(source.tree, lines, felt)

    @cached_property
    def text(self) -> str:
        """What tells the surroundings from any other, wherever in the file they stand."""
        return digest("\n".join([*(line for line in self._lines if line.strip()), *self._felt]))

    @cached_property
    def layout(self) -> str:
        """What tells where they stand."""
        return digest(" ".join(map(str, self.standing)))

    @cached_property
    def _all(self) -> str:
        return digest(self.source.text)

    @cached_property
    def standing(self) -> tuple[int, ...]:
        """The lines that they are."""
        return tuple(number for number, line in enumerate(self._lines) if line.strip())

    def walked(self, path: Path | None, reading: Reading, walk: Callable[[ModuleContext], Walked]) -> Walked:
        """What `walk` gives; or what it gave before, while nothing has changed since but where the lines stand."""
        key = (path, tuple(self._lines[line] for line in self.standing), self._felt)
        remembered = _walked.pop(key)
        if (
            remembered is not None
            and reading.takes_up(remembered[0].walk.module)
            and remembered[0].move(self.standing, self.definitions)
        ):
            walked, work = remembered
            reading.budget.charge(work)
            _walked.put(key, remembered)
        else:
            module = ModuleContext(self.source.apart(), path)
            reading.changed = module.changed
            with reading.budget.measured() as measured:
                walked = walk(module)
            if not is_hasty():
                _walked.put(key, (walked, measured.work))
        module = walked.walk.module
        module.source, module.recorder = self.source, walked.recorder.copy()
        walked.walk.reading, reading.changed = reading, module.changed
        return walked

    def closed(self, walked: Walked) -> Iterator[tuple[Function, Class | None]]:
        """The closed functions with the bodies that they have in this version."""
        now = dict(zip(map(id, definitions(walked.tree.body)), self.definitions, strict=True))
        for function, cls in walked.closed:
            node = now.get(id(function.node), function.node)
            yield function if node is function.node else replace(function, node=node), cls

    def remembered(self, outer: Walk, node: Definition, walk: Callable[[], None]) -> None:
        """Do `walk`, which records what it finds in `node`; or record what it found when nothing has changed since."""
        module = outer.module
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
        lines = range(first, node.end_lineno or node.lineno)
        own = "\n".join(self.source.parsed_lines[first : lines.stop])
        around = self._parts.around(first, own)
        anywhere = (module.path, around.text, self._felt_everywhere, own, node.col_offset, node.name)
        only_here = (*anywhere, self._all)
        found = _taken_up(outer, anywhere) or _taken_up(outer, only_here)
        if found is not None:
            outer.reading.budget.charge(found.work)
            now = _moved(found, lines, around)
            if now is not found:  # next time it will mostly stand here again
                _found_in.put(anywhere, now)
        else:
            now = self._found(outer, walk, lines, around)
            if not is_hasty() and outer.reading.budget.has_room:
                _found_in.put(only_here if now.outside is None else anywhere, now)
        _record(now, module.recorder)

    def _found(self, outer: Walk, walk: Callable[[], None], lines: range, around: Around) -> _Found:
        module, reading = outer.module, outer.reading
        recorder, module.recorder = module.recorder, Recorder()
        try:
            with reading.budget.afresh(), reading.budget.measured() as measured:
                walk()
        finally:
            made, module.recorder = module.recorder, recorder
        read = _read_by_now(reading, module)
        findings = tuple(made.findings.values())
        facts = tuple(fact for key, fact in made.facts.items() if not made.giving_way[key])
        giving_way = tuple((fact, way) for key, fact in made.facts.items() if (way := made.giving_way[key]))
        told = lines_of(findings, made.facts.values())
        elsewhere = {line: around.numbers.get(line) for line in told if line is not None and line not in lines}
        outside = {line: number for line, number in elsewhere.items() if number is not None}
        return _Found(
            lines, outside if len(outside) == len(elsewhere) else None, None in told,
            findings, facts, giving_way, tuple(made.agreements), read, measured.work,
        )  # fmt: skip


def _moved(found: _Found, lines: range, around: Around) -> _Found:
    """What was found in a definition that has these lines now."""
    shift = lines.start - found.inside.start
    to = {line: around.standing[number] for line, number in (found.outside or {}).items()}
    if not shift and all(line == now for line, now in to.items()):
        return found
    move = Move(lambda line: to.get(line, line + shift))
    return replace(
        found,
        inside=lines,
        outside={to[line]: number for line, number in (found.outside or {}).items()},
        findings=tuple(map(move.finding, found.findings)),
        facts=tuple(map(move.fact, found.facts)),
        giving_way=tuple((move.fact(fact), way) for fact, way in found.giving_way),
        agreements=tuple(map(move.agreement, found.agreements)),
    )


def _record(found: _Found, recorder: Recorder) -> None:
    for finding in found.findings:
        recorder.finding(finding)
    for fact in found.facts:
        recorder.fact(fact)
    for fact, way in found.giving_way:
        recorder.fact(fact, gives_way=way)
    recorder.agreements += found.agreements


@lru_cache(maxsize=1024)
def _around_in(text: str) -> _Around:
    surroundings = Surroundings(source_of(text))
    return _Around(surroundings.text, surroundings.layout)


def _read_now(reading: Reading, path: Path) -> _Read | None:
    text = reading.text(path)
    if text is None:
        return None
    return _read_as(reading.digest_of(path), _around_in(text) if reading.has_walked(path) else None)


@lru_cache(maxsize=8192)
def _read_as(whole: str, around: _Around | None) -> _Read:
    return _Read(whole, around)


def _read_by_now(reading: Reading, module: ModuleContext) -> Mapping[Path, _Read | None]:
    """The other files that a module hangs on: one mapping for all definitions of which these are the same files.

    A package of stars is some thousand files, and there are as many definitions as are remembered.
    """
    extent = reading.extent_of(module)
    known = _read_in.get(reading)
    if known is None or known[0] != extent:
        read = {path: _read_now(reading, path) for path in reading.hung_on(module)}
        same = next((held for held in _lately_read if held == read), read)
        if same is read:
            _lately_read.append(read)
        known = _read_in[reading] = extent, same
    return known[1]


def _taken_up(outer: Walk, key: Hashable) -> _Found | None:
    """What is remembered under a key, if the files that were read are what they were."""
    found = _found_in.get(key)
    if found is None or not outer.reading.budget.affords(found.work):
        return None
    for path, then in found.read.items():
        if then is None:
            same = outer.reading.text(path) is None
        else:
            same = then.says_the_same(outer.reading, path, found.abroad)
        if not same:
            return None
    for path in found.read:
        outer.module.looked_at[path] = outer.reading.text(path)
    return found


def _named_at_the_margin(tree: ast.Module) -> frozenset[str]:
    """The names that a module's own statements bind, definitions and imports left out."""
    return frozenset(
        part.id
        for statement in tree.body
        if not isinstance(statement, Definition | ast.ClassDef | ast.Import | ast.ImportFrom)
        for part in nodes(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    )
