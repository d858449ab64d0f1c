"""Axes that several files share: of an alias or a class that one defines and others import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from shapecoach.analysis.workspace import NOTHING, Overlaid, Workspace, files_of
from shapecoach.axes.imports import ImportedName
from shapecoach.axes.occurrences import AxisIndex, Occurrence
from shapecoach.axes.reading import HERE, read_axes
from shapecoach.axes.scopes import File, Joined, Key, Origin, Scope, find_here, joined, spoken_in, spoken_of

Places = Mapping[Path, tuple[int, ...]]
"""For each file that an axis stands in, which of its occurrences are of that axis."""


@dataclass
class Sharing:
    """The files of a workspace at one moment.

    `listed` are those that may import each other; what they import is read wherever it is.  `is_complete` is false
    where there are too many to list them all.
    """

    workspace: Workspace
    listed: frozenset[Path] = frozenset()
    is_complete: bool = True
    reader: Callable[[Path, str], AxisIndex] = lambda _, text: read_axes(text)
    _indices: dict[Path, AxisIndex | None] = field(default_factory=dict[Path, "AxisIndex | None"])
    _origins: dict[tuple[Path, str], Origin | None] = field(default_factory=dict[tuple[Path, str], "Origin | None"])
    _found: dict[Key, set[Key]] = field(default_factory=dict[Key, set[Key]])
    _doubtful: dict[tuple[Path, str], Origin] = field(default_factory=dict[tuple[Path, str], Origin])

    def text(self, path: Path) -> str | None:
        return self.workspace.files.read(path)

    def index(self, path: Path) -> AxisIndex | None:
        """The axes of a file; None where there is none."""
        if path not in self._indices:
            text = self.text(path)
            self._indices[path] = self.reader(path, text) if text is not None else None
        return self._indices[path]

    def places(self, path: Path, found: Occurrence) -> Places:
        """Where the axis of an occurrence stands."""
        like = self._like(path, found)
        places: dict[Path, tuple[int, ...]] = {}
        for file in sorted({key.path for key in like}):
            scopes = {key.scope for key in like if key.path == file}
            index = self.read(file)
            pairs = enumerate(zip(index.occurrences, index.scopes, strict=True))
            numbers = tuple(n for n, (one, scope) in pairs if one.name == found.name and scope in scopes)
            if numbers:
                places[file] = numbers
        return places

    def reach(self, path: Path, found: Occurrence) -> dict[Path, frozenset[str]]:
        """The functions and classes, of each file, that have an axis, whether it is named in them or not."""
        names: dict[Path, set[str]] = {}
        for key in self._like(path, found):
            own = (key.scope, key.scope.cls)
            names.setdefault(key.path, set()).update(scope.name for scope in own if scope is not None)
        return {file: frozenset(names[file]) for file in sorted(names)}

    def occurrences(self, path: Path, found: Occurrence) -> dict[Path, list[Occurrence]]:
        """Where the axis of an occurrence stands, in each file."""
        places = self.places(path, found)
        return {file: [self.read(file).occurrences[number] for number in places[file]] for file in places}

    def read(self, path: Path) -> AxisIndex:
        """The axes of a file; none where there is no such file."""
        return self.index(path) or AxisIndex()

    def find(self, file: File, name: str) -> Origin | None:
        """The alias or class that a name of a file stands for, in whichever file that is."""
        key = file.path, name
        if key not in self._origins:
            self._origins[key] = None  # for files that each import the name from the other
            own, imported = find_here(file, name), None
            if own is None or name in file.names.imports.names:
                imported = self._imported(file, name)
            if own is not None and imported is not None:
                self._doubtful[key] = imported
            self._origins[key] = own or imported
        return self._origins[key]

    def doubts(self, places: Places) -> list[tuple[Path, str]]:
        """Names that a file both imports and defines, where one or the other may have to do with an axis."""
        return sorted(key for key, other in self._doubtful.items() if {key[0], other.file.path} & places.keys())

    def with_texts(self, texts: Mapping[Path, str]) -> Sharing:
        """The same files, some of them with another text."""
        kept = {path: index for path, index in self._indices.items() if path not in texts}
        workspace = replace(self.workspace, files=Overlaid(texts, self.workspace.files))
        return Sharing(workspace, self.listed, self.is_complete, self.reader, kept)

    # -- which files speak of an axis ---------------------------------------------------------------

    def _like(self, path: Path, found: Occurrence) -> set[Key]:
        """The names in scopes that mean the axis of an occurrence."""
        index = self.read(path)
        if found not in index.occurrences:
            return set()
        key = Key(path, index.scopes[index.occurrences.index(found)], found.name)
        if key not in self._found:
            pairs = zip(index.occurrences, index.scopes, strict=True)
            own = {key._replace(scope=scope) for one, scope in pairs if one.symbol == found.symbol}
            self._found[key] = self._alike(key) if is_shared(index, found) else own
        return self._found[key]

    def _alike(self, key: Key) -> set[Key]:
        """All that means the same, with the files found on the way that join it with more."""
        files = {key.path}
        asked: set[Origin] = set()
        while True:
            like = self._joined(files).like(key)
            found = {one.path for one in like}
            waiting = [origin for one in like for origin in self._carriers(one) if origin not in asked]
            for origin in waiting:  # which grows
                asked.add(origin)
                importers = self._importers(origin)
                waiting += [made for path in importers for made in self._made_of(origin, path) if made not in asked]
                found |= importers
            if found <= files:
                return like
            files |= found

    def _joined(self, paths: Iterable[Path]) -> Joined:
        indices = ((path, self.index(path)) for path in sorted(paths))
        return joined([_file(path, index) for path, index in indices if index is not None], self.find)

    def _carriers(self, key: Key) -> Iterator[Origin]:
        """The class that an axis belongs to, or the aliases that name it: what other files may import."""
        index = self.index(key.path)
        if index is None:
            return
        file = _file(key.path, index)
        if key.scope.is_class:
            yield Origin(file, key.scope.name)
        elif key.scope is index.names.module:
            for name in index.names.aliases:
                if any(key.name in origin.alias.names for origin in spoken_of(file, name, self.find) if origin.alias):
                    yield Origin(file, name)

    def _made_of(self, origin: Origin, path: Path) -> Iterator[Origin]:
        """The aliases of a file that are made of another alias, or of a class."""
        file = _file(path, self.read(path))
        return (Origin(file, name) for name in file.names.aliases if origin in spoken_of(file, name, self.find))

    def _importers(self, origin: Origin) -> set[Path]:
        """The files that speak of an alias or class, under whatever name they import it."""
        found: set[Path] = set()
        words = [origin.name]
        for word in words:  # which grows
            mentioned = re.compile(rf"\b{re.escape(word)}\b")
            for path in self.listed:
                text = self.text(path) if path != origin.file.path else None
                if text is None or word not in text or not mentioned.search(text):
                    continue
                index = self.read(path)
                renamed = [new for new, old in index.names.imports.names.items() if old.name == word]
                words += [new for new in renamed if new not in words]
                file = _file(path, index)
                spoken = (name for name in spoken_in(file) if name.rpartition(".")[2] in (word, *renamed))
                if any(self.find(file, name) == origin for name in spoken):
                    found.add(path)
        return found

    # -- imports ------------------------------------------------------------------------------------

    def _imported(self, file: File, dotted: str) -> Origin | None:
        first, *rest = dotted.split(".")
        imports = file.names.imports
        imported = imports.names.get(first)
        if imported is not None:
            return self._of_module(imported, file, rest)
        return next((found for star in imports.stars if (found := self._of_module(star, file, [first, *rest]))), None)

    def _of_module(self, imported: ImportedName, importer: File, rest: list[str]) -> Origin | None:
        names = [imported.name, *rest] if imported.name else rest
        for place in self.workspace.places(imported.module, imported.level, importer.path, self.text):
            found = self._member(place, names) if names else None
            if found is not None or any(self.text(path) is not None for path in files_of(place)):
                return found
        return None

    def _member(self, place: Path, names: list[str]) -> Origin | None:
        """A name of the module at a place, or of a module in that package."""
        for path in files_of(place):
            index = self.index(path)
            if index is not None:
                found = self.find(_file(path, index), ".".join(names))
                if found is not None:
                    return found
                break
        return self._member(place / names[0], names[1:]) if len(names) > 1 else None


def alone(text: str) -> Sharing:
    """One text that shares its axes with no other file."""
    return Sharing(Workspace(files=Overlaid({HERE: text}, NOTHING)), frozenset({HERE}))


def _file(path: Path, index: AxisIndex) -> File:
    return File(path, index.names)


def is_shared(index: AxisIndex, found: Occurrence) -> bool:
    """May an axis stand in other files, too?  Not one that is a function's own."""
    scopes = {scope for one, scope in zip(index.occurrences, index.scopes, strict=True) if one.symbol == found.symbol}
    return any(_reaches_out(index, scope) for scope in scopes)


def _reaches_out(index: AxisIndex, scope: Scope) -> bool:
    names = index.names
    if scope is names.module or scope.is_class:
        return True
    spoken = [*scope.mentions, *(scope.cls.bases() if scope.cls is not None else ())]
    firsts = {name.partition(".")[0] for name in spoken}
    return bool(firsts & (names.imports.names.keys() | names.aliases.keys())) or bool(names.imports.stars)
