"""Which names of a file are other files', going by its import statements alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_LIBRARIES = frozenset("torch einops jaxtyping numpy jax typing_extensions beartype".split()) | sys.stdlib_module_names


class ImportedName(NamedTuple):
    """`name` of a module; the module itself where it is empty.  `level` counts the leading dots."""

    module: str
    level: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Imports:
    """What each imported name stands for, and the modules that all names were imported of."""

    names: Mapping[str, ImportedName] = field(default_factory=dict[str, ImportedName])
    stars: tuple[ImportedName, ...] = ()


def imports_of(statements: Iterable[ast.stmt]) -> Imports:
    """The imports among statements; those of libraries that are known are left out."""
    names: dict[str, ImportedName] = {}
    stars: list[ImportedName] = []
    for name, imported in _imported(statements):
        if imported.level or imported.module.partition(".")[0] not in _LIBRARIES:
            if name == "*":
                stars.append(imported)
            else:
                names[name] = imported
    return Imports(names, tuple(stars))


def _imported(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, ImportedName]]:
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, ImportedName(alias.name if alias.asname else top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = "" if alias.name == "*" else alias.name
                yield alias.asname or alias.name, ImportedName(node.module or "", node.level, name)
