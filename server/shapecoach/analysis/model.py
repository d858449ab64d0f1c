"""What an analysis says about one version of one document.  All of it is immutable and picklable.

Lines and characters count from 0; characters are UTF-16 code units, as in LSP.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shapecoach.shapes.tensor import Framework


class Severity(StrEnum):
    """How sure we are that something is wrong."""

    ERROR = "error"  # no sizes make it work
    WARNING = "warning"  # it works for some sizes only, or works and is probably not meant
    HINT = "hint"  # it is right, and could be said better


class Position(NamedTuple):
    line: int
    character: int


class Range(NamedTuple):  # a tuple, as there are thousands, and each is hashed and compared many times
    start: Position
    end: Position

    def touches(self, other: Range) -> bool:
        """Do the two share a character, or at least an end?"""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding relates to, and what is there; `path` where that is in another file."""

    range: Range
    message: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    range: Range
    new_text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that was proved to make the finding go away.

    One that is `chosen` says that something else was meant, such as another annotation: it is never made unasked.
    """

    title: str
    edits: tuple[Edit, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user."""

    rule: str
    severity: Severity
    range: Range
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class AxisOrigin:
    """Where one axis of a fact got its name: `axis` as it is spelled in the fact's dims.

    `path` says in which file, where that is another.
    """

    axis: str
    message: str
    range: Range | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """The value known for one expression or name at one place.

    `dims` is None where it is a tensor of unknown shape; an unknown single dim is "?", a run of dims "*batch" or
    "...".  `binding` is true where `name` is bound to the tensor here (assignment, parameter, loop target, ...);
    otherwise the fact is a use: a name read, or the result of an operation.
    """

    name: str
    range: Range
    scope: str
    dims: tuple[str, ...] | None
    dtype: str
    binding: bool = True
    origins: tuple[AxisOrigin, ...] = ()
    framework: Framework = Framework.TORCH


@dataclass(frozen=True, slots=True)
class Dependency:
    """A file that an analysis hangs on, other than its own: the digest of its text, None where there was none."""

    path: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one version of one document.

    `findings` and `facts` are sorted by place.  While no text of `dependencies` changes, nor that of the document
    itself, another analysis would say the same.  `unread` are the lines that can't be read, counted from 0: those of a
    statement that is half typed.
    """

    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    unread: tuple[int, ...] = ()
