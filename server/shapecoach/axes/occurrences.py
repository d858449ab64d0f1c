"""Where axis names stand in one version of a file."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from shapecoach.analysis.model import Position, Range
from shapecoach.axes.patterns import PatternName
from shapecoach.axes.scopes import FileNames, Scope


class Kind(StrEnum):
    """What an axis name is part of."""

    ANNOTATION = "annotation"  # Float[Tensor, "batch seq"]
    PATTERN = "pattern"  # rearrange(x, "batch seq -> seq batch")
    LENGTH = "length"  # rearrange(x, "(h w) -> h w", h=2)
    EQUATION = "equation"  # torch.einsum("bs,bt->st", ...): a letter for each axis


class Occurrence(NamedTuple):  # a tuple, as there are thousands
    """An axis name at one place.  Those of one symbol are one axis."""

    name: str
    range: Range
    kind: Kind
    symbol: int
    scope: str  # the function or class, as facts name it: "Attention.forward"
    owner: str = ""  # what an annotation is of: a parameter or variable, "return"
    declares: bool = False  # an annotation that callers see: of a parameter, a result, a field


@dataclass(frozen=True, slots=True)
class Operand:
    """A tensor that a pattern speaks of."""

    text: str
    range: Range


@dataclass(frozen=True, slots=True)
class PatternCall:
    """A call whose pattern was read."""

    path: str
    scope: str
    range: Range
    pattern: str
    place: Range  # of the pattern's string
    operands: tuple[Operand, ...]
    names: tuple[tuple[Range, PatternName], ...]
    lengths: tuple[tuple[str, str], ...]  # name and text of the value

    def name_at(self, place: Range) -> PatternName | None:
        return next((name for at, name in self.names if at == place), None)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Text that may speak of axes and isn't understood: to rename one of these words could break it."""

    words: frozenset[str]
    line: int
    reason: str
    scope: str | None  # None where that can't be said


@dataclass(frozen=True)
class AxisIndex:
    """Every place of every axis name of a file, in order."""

    occurrences: tuple[Occurrence, ...] = ()
    calls: tuple[PatternCall, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict[str, str])  # what imported names stand for
    names: FileNames = field(default_factory=FileNames, compare=False)
    scopes: tuple[Scope, ...] = field(default=(), compare=False)  # of each occurrence

    def at(self, position: Position) -> Occurrence | None:
        """The name that the caret is in, or at an end of."""
        after = bisect.bisect_right(self._starts, position)
        for found in reversed(self.occurrences[max(0, after - 2) : after]):
            if found.range.start <= position <= found.range.end:
                return found
        return None

    def of(self, symbol: int) -> Sequence[Occurrence]:
        """All places of one axis."""
        return [found for found in self.occurrences if found.symbol == symbol]

    def reach(self, places: Sequence[Occurrence]) -> frozenset[str]:
        """The functions and classes that these stand in, and the classes of these."""
        wanted = {place.range for place in places}
        scopes = {scope for one, scope in zip(self.occurrences, self.scopes, strict=True) if one.range in wanted}
        return frozenset(scope.name for own in scopes for scope in (own, own.cls) if scope is not None)

    def call_at(self, position: Position) -> PatternCall | None:
        """The innermost call around a place."""
        around = [call for call in self.calls if call.range.start <= position <= call.range.end]
        return max(around, key=lambda call: call.range.start, default=None)

    def cut(self, start: int, end: int) -> AxisIndex:
        """What stands in some of the lines, at places counted from there; symbols stay what they are in the whole."""

        def own(place: Range) -> Range:
            (first, begin), (last, stop) = place
            return Range(Position(first - start, begin), Position(last - start, stop))

        def call(whole: PatternCall) -> PatternCall:
            operands = tuple(replace(operand, range=own(operand.range)) for operand in whole.operands)
            names = tuple((own(place), name) for place, name in whole.names)
            return replace(whole, range=own(whole.range), place=own(whole.place), operands=operands, names=names)

        inside = [(one, scope) for one, scope in zip(self.occurrences, self.scopes, strict=True)
                  if start <= one.range.start.line < end]  # fmt: skip
        return replace(
            self,
            occurrences=tuple(one._replace(range=own(one.range)) for one, _ in inside),
            scopes=tuple(scope for _, scope in inside),
            calls=tuple(call(one) for one in self.calls if start <= one.range.start.line < end),
            obstacles=tuple(replace(one, line=one.line - start) for one in self.obstacles if start <= one.line < end),
        )

    @cached_property
    def _starts(self) -> list[Position]:
        return [found.range.start for found in self.occurrences]
