"""Import statements: which names of libraries and of other files a file has, under which names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from shapecoach.analysis.attributes import of_library
from shapecoach.analysis.stars import Star
from shapecoach.analysis.values import Imported, ImportedModule, Library, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN

_UNDERSTOOD = frozenset(
    "torch einops jaxtyping math typing typing_extensions functools dataclasses numpy jax beartype abc "
    "collections".split()
)
_SAME = {"typing_extensions.": "typing.", "collections.abc.": "typing.", "torch.functional.": "torch."}


def bound_by(walk: Walk, statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Value]]:
    """The names an import binds, with what each stands for."""
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            yield _import(alias)
        elif alias.name == "*":
            yield from _everything(walk, Imported(statement.module or "", statement.level))
        else:
            yield alias.asname or alias.name, _from(statement, alias.name)


def is_found(walk: Walk, statement: ast.stmt) -> bool:
    """Whether it is an import that is sure to work."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return False
    return all(
        isinstance(value, Library)
        or (isinstance(value, Imported) and walk.reading.resolve(value, walk.module) != UNKNOWN)
        for _, value in bound_by(walk, statement)
    )


def _import(alias: ast.alias) -> tuple[str, Value]:
    top, _, rest = alias.name.partition(".")
    if _is_library(top):
        path = alias.name if alias.asname else top
        return alias.asname or top, _library(path)
    return alias.asname or top, Imported(alias.name, above=0 if alias.asname else rest.count(".") + bool(rest))


def _from(statement: ast.ImportFrom, name: str) -> Value:
    if not statement.level and statement.module and _is_library(statement.module.partition(".")[0]):
        return _library(f"{statement.module}.{name}")
    return Imported(statement.module or "", statement.level, name)


def _everything(walk: Walk, module: Imported) -> Iterator[tuple[str, Value]]:
    """`from module import *`."""
    found = walk.reading.resolve(module, walk.module)
    context = walk.reading.module(found.place, walk.module) if isinstance(found, ImportedModule) else None
    if context is None:
        return
    for name in walk.reading.names_of(context):
        yield name, Imported(module.module, module.level, name)


def put_off(walk: Walk, statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether it is a star of which nothing need be read yet, which is then noted."""
    if not isinstance(statement, ast.ImportFrom) or statement.names[0].name != "*":
        return False
    if walk.module.is_told or walk.qualname:
        return False
    place = walk.reading.place_of(statement.module or "", statement.level, walk.module)
    if place is None:
        return False
    module = Imported(statement.module or "", statement.level)
    walk.module.stars += (Star(module, place, dict(walk.module.names)),)
    return True


def _is_library(top: str) -> bool:
    """Whether a name is a library's, whatever files of that name the workspace has."""
    return top in _UNDERSTOOD or top in sys.stdlib_module_names


def _library(path: str) -> Value:
    if path.partition(".")[0] not in _UNDERSTOOD:
        return UNKNOWN
    for prefix, same in _SAME.items():
        if path.startswith(prefix):
            path = same + path.removeprefix(prefix)
    return of_library(path)
