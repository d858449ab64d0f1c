"""One analysis while it goes on: the modules it reads, and how much more it may do."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shapecoach.analysis.budget import Budget
from shapecoach.analysis.context import Decoration, ModuleContext
from shapecoach.analysis.source import Source
from shapecoach.analysis.stars import Offered, Star, stars_in
from shapecoach.analysis.values import Function, Imported, ImportedModule, Listing, Mapped, Value
from shapecoach.analysis.workspace import Workspace, digest, files_of
from shapecoach.probe.arguments import UNKNOWN, Seq

log = logging.getLogger(__name__)

MOST_MODULES = 250  # read for one analysis
DEEPEST_IMPORT = 16  # modules whose top level is being walked at once
MOST_REMEMBERED = 256
MOST_SOURCES = 64  # a tree takes thirty times the memory of its text; modules that are remembered keep their own

NOWHERE = object()  # what a name stands for that nothing binds
_remembered: OrderedDict[Path, ModuleContext] = OrderedDict()


@dataclass(slots=True)
class Watched:
    """A function, and whether it was called since."""

    function: Function
    is_called: bool = False


class Reading:
    """What the walks of one analysis share.

    An imported module is walked once, silently, and kept for later analyses while every text that it hangs on is the
    same.  Names are looked up in it only when they are used, so modules may import each other.
    """

    def __init__(self, workspace: Workspace | None = None, lines: int = 0) -> None:
        self.workspace = workspace or Workspace()
        self.budget = Budget(lines)
        self.keeps = False  # whether what is made now is an imported module's own, kept for later analyses
        self.changed: set[tuple[object, str]] = set()
        self.effects = 0  # how often an object, or a name of another module, was given something else
        self.decorations: dict[Hashable, Decoration] = {}
        self._texts_of_stars: dict[Path, tuple[dict[Path, str | None], list[Offered]]] = {}
        self._hang_on_stars: set[tuple[ModuleContext, Path]] = set()
        self._may_bring: dict[tuple[Path, str], bool] = {}
        self._asked: list[tuple[Path, str]] = []
        self._watched: list[Watched] = []
        self._texts: dict[Path, str | None] = {}
        self._digests: dict[Path, str] = {}
        self._modules: dict[Path, ModuleContext | None] = {}
        self._places: dict[tuple[ModuleContext, str, int], Path | None] = {}
        self._members: dict[tuple[ModuleContext, str], Value] = {}
        self._walked: list[Path] = []  # the modules whose top level is being walked
        self._refused = False

    @contextmanager
    def keeping(self, keeps: bool) -> Generator[None]:
        """What is made meanwhile is an imported module's own, and kept with it."""
        before, self.keeps = self.keeps, keeps
        try:
            yield
        finally:
            self.keeps = before

    @contextmanager
    def watching(self, function: Function) -> Generator[Watched]:
        """Watch whether a function is called meanwhile."""
        watched = Watched(function)
        self._watched.append(watched)
        try:
            yield watched
        finally:
            self._watched.pop()

    def note_call(self, function: Function) -> None:
        for watched in self._watched:
            watched.is_called |= watched.function is function

    @property
    def is_complete(self) -> bool:
        """Whether it has read all modules that were asked for so far."""
        return not self._refused

    def note_change(self, by: ModuleContext, owner: object, name: str) -> None:
        """Something of an imported module's is assigned by another: from now on nobody knows what it is."""
        self.effects += 1
        (by.changed if self.keeps else self.changed).add((owner, name))

    def is_changed(self, owner: object, name: str) -> bool:
        return not self.keeps and (owner, name) in self.changed

    # -- names of other modules ---------------------------------------------------------------------

    def resolve(self, value: Imported, asking: ModuleContext) -> Value:
        """What an imported name stands for in the module that imported it."""
        place = self.place_of(value.module, value.level, asking)
        if place is None:
            # `from a.b import c`, where a.b is a folder without `__init__.py` and c a file in it
            inside = self.place_of(f"{value.module}.{value.name}".lstrip("."), value.level, asking)
            return ImportedModule(inside) if inside is not None and value.name else UNKNOWN
        if not value.name:
            return ImportedModule(place.parents[value.above - 1] if value.above else place)
        return self.member(place, value.name, asking)

    def place_of(self, name: str, level: int, asking: ModuleContext) -> Path | None:
        """Where a module is, or None where it is none of the workspace's."""
        key = (asking, name, level)
        if key not in self._places:
            found = iter(()) if asking.path is None else self._found(name, level, asking.path, asking)
            self._places[key] = next(found, None)
        return self._places[key]

    def _found(self, name: str, level: int, importer: Path, asking: ModuleContext) -> Iterator[Path]:
        for place in self.workspace.places(name, level, importer, lambda path: self._read(path, asking)):
            if any(self._read(path, asking) is not None for path in files_of(place)):
                yield place

    def member(self, place: Path, name: str, asking: ModuleContext) -> Value:
        """A name of the module at a place, or a module of that package."""
        module = self.module(place, asking)
        if (place, name) in asking.changed or self.is_changed(place, name):
            return UNKNOWN
        if module is not None and (value := self.bound(module, name)) is not NOWHERE:
            return self._named(module, name, value)
        inside = place / name
        if any(self._read(path, asking) is not None for path in files_of(inside)):
            return ImportedModule(inside)
        # A folder without `__init__.py`; or a name that isn't there, or not yet.
        return UNKNOWN if module is not None else ImportedModule(inside)

    def _named(self, module: ModuleContext, name: str, value: Value) -> Value:
        key = (module, name)
        if key in self._members:
            return self._members[key]
        self._members[key] = UNKNOWN  # for modules that each import the name from the other
        value = self.resolve(value, module) if isinstance(value, Imported) else value
        value = self._seen_from_outside(module, name, value)
        if module.path in self._walked:  # it may yet be bound anew
            del self._members[key]
        else:
            self._members[key] = value
        return value

    def _seen_from_outside(self, module: ModuleContext, name: str, value: Value) -> Value:
        if name in module.volatile:
            return UNKNOWN
        if isinstance(value, Listing | Mapped) or (isinstance(value, Seq) and value.is_list):
            return UNKNOWN  # whoever imports it may fill it
        return value

    # -- names that a star brings ---------------------------------------------------------------------

    def bound(self, module: ModuleContext, name: str) -> Value:
        """What a module binds a name to; NOWHERE where it doesn't."""
        if not module.stars:
            return module.names.get(name, NOWHERE)
        if name in module.brought:
            return module.brought[name]
        value = self._bound_or_brought(module, name)
        if not (self._walked or self._asked or self._refused):  # all that it hangs on is known, and kept with it
            module.brought[name] = value
        return value

    def _bound_or_brought(self, module: ModuleContext, name: str) -> Value:
        held = module.names.get(name, NOWHERE)
        for star in reversed(module.stars):
            if held is not NOWHERE and star.before.get(name, NOWHERE) is not held:
                break  # it was bound behind the star
            if self._brings(star.place, name, module):
                return Imported(star.module.module, star.module.level, name)
        return held

    def _brings(self, place: Path, name: str, asking: ModuleContext) -> bool:
        """Whether `from place import *` binds a name; the module there is walked only where its text leaves that open.

        A private name is taken to be none that a package passes on from another.
        """
        around = self._gathered(place, asking)
        if not around:
            return False
        own = around[0]
        if own.listed is not None:
            return name in own.listed
        if name.startswith("_") and not (
            "__all__" in own.text and (f'"{name}"' in own.text or f"'{name}'" in own.text)
        ):
            return False
        key = (place, name)
        if key not in self._may_bring:
            self._may_bring[key] = name.startswith("_") or any(offered.may_have(name) for offered in around)
        if not self._may_bring[key] or key in self._asked:
            return False
        self._asked.append(key)  # of modules that import all of each other
        try:
            module = self.module(place, asking)
            if module is None:
                return False
            listed = module.names.get("__all__")
            return name in listed.items if isinstance(listed, Seq) else self.bound(module, name) is not NOWHERE
        finally:
            self._asked.pop()

    def _gathered(self, place: Path, asking: ModuleContext) -> list[Offered]:
        """What the texts offer of a module and of those of which it imports all, its own first."""
        if place not in self._texts_of_stars:
            self._texts_of_stars[place] = self._gather(place, asking)
        texts, offered = self._texts_of_stars[place]
        if (asking, place) not in self._hang_on_stars:
            self._hang_on_stars.add((asking, place))
            asking.looked_at.update(texts)
        return offered

    def _gather(self, place: Path, asking: ModuleContext) -> tuple[dict[Path, str | None], list[Offered]]:
        texts, offered = dict[Path, str | None](), list[Offered]()
        waiting = [place]
        while waiting:
            for path in files_of(waiting.pop()):
                if path in texts:
                    break
                text = texts[path] = self._read(path, asking)
                if text is not None:
                    offered.append(Offered.by(text))
                    stars = stars_in(text) if offered[-1].listed is None else ()
                    there = (next(self._found(name, level, path, asking), None) for name, level in stars)
                    waiting += (one for one in there if one is not None)
                    break
        return texts, offered

    def names_of(self, module: ModuleContext) -> list[str]:
        """The names that a module offers to who imports all of it."""
        listed = module.names.get("__all__")
        if isinstance(listed, Seq):
            return [name for name in listed.items if isinstance(name, str)]
        return [name for name in self._all_names(module) if not name.startswith("_")]

    def spelled_out(self, star: Star, module: ModuleContext, names: Mapping[str, Value]) -> dict[str, Value]:
        """All names as they are on some way through a module, with those that a star has brought on it."""
        found = self.module(star.place, module)
        brought = self.names_of(found) if found is not None else ()
        stay = (name for name in brought if names.get(name, NOWHERE) is star.before.get(name, NOWHERE))
        return {**names, **{name: Imported(star.module.module, star.module.level, name) for name in stay}}

    def _all_names(self, module: ModuleContext) -> list[str]:
        names = dict.fromkeys(module.names)
        for star in module.stars:
            key = (star.place, "*")
            if key not in self._asked:
                self._asked.append(key)
                found = self.module(star.place, module)
                names |= dict.fromkeys(self.names_of(found) if found is not None else ())
                self._asked.pop()
        return list(names)

    # -- modules ------------------------------------------------------------------------------------

    def module(self, place: Path, asking: ModuleContext) -> ModuleContext | None:
        """The module at a place, its top level walked as far as it can be; None where there is none."""
        for path in files_of(place):
            text = self._read(path, asking)
            if text is not None:
                module = self._module(path, text)
                if module is not None:
                    asking.reached[path] = module
                return module
        return None

    def _read(self, path: Path, asking: ModuleContext) -> str | None:
        text = asking.looked_at[path] = self.text(path)
        return text

    def text(self, path: Path) -> str | None:
        """The text of a file, the same throughout one analysis."""
        if path not in self._texts:
            self._texts[path] = self.workspace.files.read(path)
        return self._texts[path]

    def digest_of(self, path: Path) -> str:
        """What tells the text of a file from any other; empty where there is none."""
        if path not in self._digests:
            text = self.text(path)
            self._digests[path] = "" if text is None else digest(text)
        return self._digests[path]

    def has_walked(self, path: Path) -> bool:
        """Whether the module in a file is known, and not only its text."""
        return self._modules.get(path) is not None

    def _module(self, path: Path, text: str) -> ModuleContext | None:
        if path not in self._modules:
            kept = _remembered.get(path)
            if kept is not None and kept.source.text == text and self.takes_up(kept):
                self._modules[path] = kept
                _remembered.move_to_end(path)
            elif len(self._modules) >= MOST_MODULES or len(self._walked) >= DEEPEST_IMPORT:
                self._refused = True
                return None
            else:
                self._walk(path, text)
        return self._modules[path]

    def hung_on(self, module: ModuleContext) -> set[Path]:
        """The files, other than its own, that what is known of a module hangs on."""
        return {path for part in module.everything() for path in part.looked_at} - {module.path}

    def extent_of(self, module: ModuleContext) -> tuple[int, int, int]:
        """What grows whenever a module comes to hang on another file, or one of these is walked."""
        parts = list(module.everything())
        return len(parts), sum(len(part.looked_at) for part in parts), len(self._modules)

    def takes_up(self, module: ModuleContext) -> bool:
        """Take up a module of an earlier analysis and all that it reached, if every text it hangs on is the same."""
        parts = list(module.everything())
        if not all(self.text(path) == text for part in parts for path, text in part.looked_at.items()):
            return False
        for part in parts:
            if part.path is not None and not part.is_told:
                self._modules.setdefault(part.path, part)
        return True

    def _walk(self, path: Path, text: str) -> None:
        from shapecoach.analysis.module import walk_top_level

        module = self._modules[path] = ModuleContext(source_of(text), path, is_told=False)
        module.looked_at[path] = text
        self._walked.append(path)
        try:
            with self.budget.afresh(free=True), self.keeping(True):
                walk_top_level(module, self)
        except RecursionError:  # asked for from too deep a place: not known this time
            self._modules[path], self._refused = None, True
        finally:
            self._walked.pop()
        if not self._refused:
            _remember(path, module)


def _remember(path: Path, module: ModuleContext) -> None:
    _remembered[path] = module
    _remembered.move_to_end(path)
    while len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)


@lru_cache(maxsize=MOST_SOURCES)
def source_of(text: str) -> Source:
    """The source of a text, parsed once."""
    return Source(text)
