"""What a probe found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from shapecoach.probe.arguments import Value
from shapecoach.shapes.axis import Run
from shapecoach.shapes.dim import Dim, Symbol

Equation: TypeAlias = tuple[Dim, Dim]


@dataclass(frozen=True, slots=True)
class Works:
    """It works for all sizes, and this comes out."""

    value: Value


@dataclass(frozen=True, slots=True)
class WorksIf:
    """It works only where the equations hold; `replacements` says them symbol by symbol."""

    value: Value
    equations: tuple[Equation, ...]
    replacements: tuple[tuple[Symbol, Dim], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class WorksAtOneLength:
    """It works only where a run of axes is so long, and fails for certain where it is longer or shorter."""

    value: Value
    run: Run
    length: int


@dataclass(frozen=True, slots=True)
class Never:
    """No sizes make it work.  `reason` is the library's, with axis names for sizes; `subject` what it is about."""

    reason: str
    subject: str = "shape"  # "shape", "dtype", "pattern"


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing can be said."""


Outcome: TypeAlias = Works | WorksIf | WorksAtOneLength | Never | Unclear
