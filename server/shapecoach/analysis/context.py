"""What belongs to one module: its text, its names, what is known of its classes, and what it imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from shapecoach.analysis.budget import Work
from shapecoach.analysis.model import Related
from shapecoach.analysis.recorder import Recorder
from shapecoach.analysis.source import Source
from shapecoach.analysis.stars import Star
from shapecoach.analysis.values import Class, Instance, Value
from shapecoach.shapes.dim import Dim

_HAVE_ARRAYS = frozenset(
    "numpy jax tensorflow keras cupy mlx cv2 PIL skimage scipy sklearn pandas xarray dask numba triton h5py".split()
)


_GLOBAL = re.compile(r"\b(?:global|nonlocal)[ \t\\]")


@dataclass(frozen=True, slots=True)
class Decoration:
    """What a decorator makes of every function: that function again, or something that isn't understood."""

    leaves_as_is: bool
    work: Work


@dataclass(eq=False, repr=False)
class ModuleContext:
    """What all walks through one module share.

    `is_told` is false for a module that was only imported: what is wrong in it is told when it is analysed itself.
    """

    source: Source
    path: Path | None = None
    is_told: bool = True
    names: dict[str, Value] = field(default_factory=dict[str, Value])
    recorder: Recorder = field(default_factory=Recorder)
    typical: dict[Class, Instance] = field(default_factory=dict[Class, Instance])
    class_spellings: dict[Class, dict[Dim, str]] = field(default_factory=dict[Class, dict[Dim, str]])
    looked_at: dict[Path, str | None] = field(default_factory=dict[Path, str | None])  # texts its imports hang on
    changed: set[tuple[object, str]] = field(
        default_factory=set[tuple[object, str]]
    )  # what it assigns in other modules
    stars: tuple[Star, ...] = ()  # what may bring more names than were read so far
    brought: dict[str, Value] = field(default_factory=dict[str, Value])  # what of these was asked for, and came
    decorations: dict[Hashable, Decoration] = field(default_factory=dict[Hashable, Decoration])  # by its decorators
    reached: dict[Path, ModuleContext] = field(default_factory=dict[Path, "ModuleContext"])

    def __post_init__(self) -> None:
        self.volatile = _rebound_from_afar(self.source)

    @property
    def prefix(self) -> str:
        """What keeps the sizes of an imported module apart from those of the module that is analysed."""
        return "" if self.is_told else f"{self.path}:"

    @cached_property
    def has_torch_alone(self) -> bool:
        """Whether the arrays in it can hardly be another library's."""
        tops: set[str] = set()
        for node in self.source.nodes:
            if isinstance(node, ast.Import):
                tops |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                tops.add(node.module.partition(".")[0])
        return "torch" in tops and tops.isdisjoint(_HAVE_ARRAYS)

    def related(self, node: ast.AST, message: str) -> Related:
        """A place in this module, for a finding that may be in another."""
        return Related(self.source.range(node), message, self.told_path)

    @property
    def told_path(self) -> str | None:
        """The path that a place in this module needs beside it."""
        return None if self.is_told else str(self.path)

    def everything(self) -> Iterator[ModuleContext]:
        """This module and all that it reached."""
        seen: set[ModuleContext] = {self}
        waiting: list[ModuleContext] = [self]
        while waiting:
            module = waiting.pop()
            yield module
            more = [other for other in module.reached.values() if other not in seen]
            seen.update(more)
            waiting += more


def _rebound_from_afar(source: Source) -> frozenset[str]:
    """The names that some function declares global or nonlocal: their value hangs on what ran before."""
    if not _GLOBAL.search(source.text):
        return frozenset()
    return frozenset(
        name for node in source.nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    )
