"""Import statements: which library names a file has, under which names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from shapecoach.analysis.attributes import of_library
from shapecoach.analysis.values import Value
from shapecoach.probe.arguments import UNKNOWN

_UNDERSTOOD = frozenset(
    "torch einops jaxtyping math typing typing_extensions functools dataclasses numpy beartype abc collections".split()
)
_SAME = {"typing_extensions.": "typing.", "collections.abc.": "typing.", "torch.functional.": "torch."}


def bound_by(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Value]]:
    """The names an import binds, with the library name each stands for."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            name = alias.asname or alias.name.partition(".")[0]
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            yield name, _library(path)
        return
    for alias in statement.names:
        if statement.level or not statement.module:
            yield alias.asname or alias.name, UNKNOWN
        else:
            yield alias.asname or alias.name, _library(f"{statement.module}.{alias.name}")


def _library(path: str) -> Value:
    if path.partition(".")[0] not in _UNDERSTOOD:
        return UNKNOWN
    for prefix, same in _SAME.items():
        if path.startswith(prefix):
            path = same + path.removeprefix(prefix)
    return of_library(path)
