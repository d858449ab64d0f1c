"""Which axis names mean the same axis: those of one function, and those that a class or an alias joins."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from shapecoach.axes.imports import Imports

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
MODULE = "<module>"


@dataclass(eq=False, slots=True)
class Scope:
    """The module, a class or a function."""

    name: str  # as facts name it
    node: Definition | None = None
    parent: Scope | None = None
    annotated: set[str] = field(default_factory=set[str])  # names in its annotations; of a class: in its fields'
    mentions: set[str] = field(default_factory=set[str])  # what its annotations speak of: aliases, classes

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    @property
    def cls(self) -> Scope | None:
        """The class that it is a method of."""
        parent = self.parent
        return parent if parent is not None and parent.is_class else None

    def inner(self, node: Definition) -> Scope:
        """The scope of a definition in this one."""
        outside = self.name if self.node is not None and not isinstance(node, ast.ClassDef) else ""
        return Scope(f"{outside}.{node.name}" if outside else node.name, node, self)

    def bases(self) -> Iterator[str]:
        """What a class inherits from, as it is written there."""
        for base in self.node.bases if isinstance(self.node, ast.ClassDef) else ():
            yield dotted(base.value if isinstance(base, ast.Subscript) else base)


def dotted(node: ast.expr) -> str:
    """`a.b.c` as text; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


@dataclass(frozen=True, slots=True)
class Alias:
    """`Images = Float[Image, "batch"]`: the axes that it names, and what else it speaks of."""

    names: frozenset[str]
    mentions: frozenset[str]


@dataclass(frozen=True, eq=False)
class FileNames:
    """What the names of one file are, as far as axes are concerned."""

    scopes: tuple[Scope, ...] = field(default_factory=lambda: (Scope(MODULE),))  # the module's first
    aliases: Mapping[str, Alias] = field(default_factory=dict[str, Alias])
    imports: Imports = field(default_factory=Imports)

    @property
    def module(self) -> Scope:
        return self.scopes[0]

    @cached_property
    def classes(self) -> Mapping[str, Scope]:
        return {scope.name: scope for scope in self.scopes if scope.is_class}

    @cached_property
    def of_methods(self) -> Mapping[Scope, set[str]]:
        """For each class the axes in its methods' annotations."""
        found: dict[Scope, set[str]] = {cls: set() for cls in self.classes.values()}
        for scope in self.scopes:
            if scope.cls is not None:
                found.setdefault(scope.cls, set()).update(scope.annotated)
        return found


class File(NamedTuple):
    """A file that is looked at together with others."""

    path: Path
    names: FileNames


class Origin(NamedTuple):
    """The alias or class that a name stands for, by the file that defines it."""

    file: File
    name: str

    @property
    def alias(self) -> Alias | None:
        return self.file.names.aliases.get(self.name)

    @property
    def cls(self) -> Scope | None:
        return self.file.names.classes.get(self.name)


Find = Callable[[File, str], Origin | None]
"""What a name that is used in a file stands for."""


def find_here(file: File, name: str) -> Origin | None:
    """What a name stands for if the file defines it itself."""
    return Origin(file, name) if name in file.names.aliases or name in file.names.classes else None


class Key(NamedTuple):
    """An axis name in one scope."""

    path: Path
    scope: Scope
    name: str


class Joined:
    """Names in scopes, those that mean one axis joined."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def root(self, key: Key) -> Key:
        while key in self._above:
            key = self._above[key]
        return key

    def join(self, one: Key, other: Key) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._above[one] = other

    def like(self, key: Key) -> set[Key]:
        """All that mean the same, itself among them."""
        root = self.root(key)
        return {key, root, *(other for other in self._above if self.root(other) == root)}


def joined(files: Iterable[File], find: Find = find_here) -> Joined:
    """What means one axis.

    A name is a function's own.  In a class, a name in the annotation of a field is the class' axis in every method,
    and so is one that several methods' annotations name; a subclass has its bases' axes.  Whose annotation speaks of
    an alias (`Image = Float[Tensor, "c h w"]`) or of a class has the axes of these.
    """
    made, classes = Joined(), _Classes(find)
    for file in files:
        for cls in file.names.classes.values():
            own = classes.annotated(Origin(file, cls.name), cls)
            for base in classes.bases(Origin(file, cls.name)):
                assert base.cls is not None
                for name in own | classes.annotated(base, base.cls) | base.file.names.of_methods[base.cls]:
                    made.join(Key(file.path, cls, name), Key(base.file.path, base.cls, name))
        for scope in file.names.scopes:
            if scope.cls is not None:
                for name in scope.annotated | classes.annotated(Origin(file, scope.cls.name), scope.cls):
                    made.join(Key(file.path, scope, name), Key(file.path, scope.cls, name))
            for mention in scope.mentions:
                for origin in spoken_of(file, mention, find):
                    _join_with(made, Key(file.path, scope, ""), origin, classes)
    return made


def _join_with(made: Joined, here: Key, origin: Origin, classes: _Classes) -> None:
    """Join what a scope calls an axis with what the alias or class that it speaks of calls so."""
    path, names = origin.file.path, origin.file.names
    for name in origin.alias.names if origin.alias else ():
        made.join(here._replace(name=name), Key(path, names.module, name))
    if origin.cls is not None and origin.cls not in (here.scope, here.scope.cls):
        for name in classes.annotated(origin, origin.cls):
            made.join(here._replace(name=name), Key(path, origin.cls, name))


def spoken_of(file: File, mention: str, find: Find) -> list[Origin]:
    """The alias or class that a name stands for, and those that the alias is made of."""
    waiting, found = [(file, mention)], list[Origin]()
    for asking, name in waiting:  # which grows
        origin = find(asking, name)
        if origin is not None and origin not in found:
            found.append(origin)
            waiting += [(origin.file, further) for further in (origin.alias.mentions if origin.alias else ())]
    return found


def spoken_in(file: File) -> set[str]:
    """All that a file's annotations, aliases and classes speak of."""
    names = {mention for scope in file.names.scopes for mention in (*scope.mentions, *scope.bases())}
    return names.union(*(alias.mentions for alias in file.names.aliases.values()))


class _Classes:
    """What classes inherit, each looked up once."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._bases: dict[Origin, Sequence[Origin]] = {}
        self._annotated: dict[Scope, set[str]] = {}

    def annotated(self, origin: Origin, cls: Scope) -> set[str]:
        """The axes in the annotations of a class' fields, inherited ones among them; `origin` is its name."""
        found = self._annotated.get(cls)
        if found is None:
            inherited = (base.cls.annotated for base in self.bases(origin) if base.cls is not None)
            found = self._annotated[cls] = cls.annotated.union(*inherited)
        return found

    def bases(self, origin: Origin) -> Sequence[Origin]:
        """The classes that a class inherits from, nearest first."""
        found = self._bases.get(origin)
        if found is None:
            found = self._bases[origin] = tuple(islice(self._found(origin), MOST_BASES))
        return found

    def _found(self, origin: Origin) -> Iterator[Origin]:
        waiting, seen = [origin], {origin}
        for one in waiting:  # which grows
            for name in one.cls.bases() if one.cls is not None else ():
                base = self._find(one.file, name)
                if base is not None and base.cls is not None and base not in seen:
                    seen.add(base)
                    waiting.append(base)
                    yield base


MOST_BASES = 30
"""How many classes one is looked for in: nobody's code has more above one."""
