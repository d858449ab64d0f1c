"""Names of libraries in text that is written for the user, with the imports that are still missing for them."""

from __future__ import annotations

from collections.abc import Mapping

from shapecoach.analysis.import_lines import ImportLines, together
from shapecoach.analysis.model import Edit


class AddedImports:
    """What a file calls names of libraries; `libraries` says what its own names stand for."""

    def __init__(self, lines: ImportLines, libraries: Mapping[str, str]) -> None:
        self._lines, self._libraries = lines, libraries
        self._names: dict[str, list[str]] = {}
        self._modules: list[str] = []

    def name(self, module: str, name: str) -> str | None:
        """How the file says a name of a library, an import being noted where it can't yet; None where none is free."""
        for known, path in self._libraries.items():
            if path == f"{module}.{name}":
                return known
        for known, path in self._libraries.items():
            if path == module:
                return f"{known}.{name}"
        if not self._lines.times(name):
            noted = self._names.setdefault(module, [])
            noted += [name] if name not in noted else []
            return name
        if self._lines.times(module):
            return None
        self._modules += [module] if module not in self._modules else []
        return f"{module}.{name}"

    def edits(self) -> list[Edit]:
        """The imports that were noted."""
        named = [edit for module, names in self._names.items() for edit in self._lines.importing(module, *names)]
        return together([*map(self._lines.importing_module, self._modules), *named])
