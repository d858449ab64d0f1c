"""What einops' functions go by in a file, and the line that imports them where there is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from shapecoach.analysis.import_lines import ImportLines
from shapecoach.analysis.model import Edit
from shapecoach.analysis.source import Source


@dataclass(frozen=True)
class Imports:
    """The imports of one file."""

    source: Source

    def called(self, function: str) -> tuple[str, tuple[Edit, ...]] | None:
        """The name for an einops function, with the edits that import it; None where no name is free."""
        lines = self._lines
        if (here := lines.called("einops", function)) is not None:
            return here, ()
        if (module := lines.module("einops")) is not None:
            return f"{module}.{function}", ()
        if function != "einsum" and not lines.times(function):
            return function, tuple(lines.importing("einops", function))
        if lines.times("einops"):
            return None
        return f"einops.{function}", (lines.importing_module("einops"),)

    def is_from_torch(self, function: str) -> bool:
        """Whether a name is that of PyTorch's function, imported from there, and of nothing else."""
        return self._lines.called("torch", function) == function

    @cached_property
    def _lines(self) -> ImportLines:
        return ImportLines(self.source)
