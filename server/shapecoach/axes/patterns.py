"""What stands in an einops pattern or an einsum equation, name by name, each with its place; half-typed ones too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

RESULT = -1
"""The side right of the arrow."""

_PIECE = re.compile(r"->|[(),]|\.\.\.|[^\s(),.]+")
_LETTER = re.compile(r"->|,|\.\.\.|[A-Za-z]")
_NAME = re.compile(r"[A-Za-z](?:\w*[A-Za-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """How a function takes its pattern."""

    pattern: int  # which argument it is; -1 for the last
    tensors: tuple[int, int | None] = (0, 1)  # from which argument to which are the tensors
    own: frozenset[str] = frozenset({"pattern"})  # keywords that aren't lengths of axes
    has_lengths: bool = False
    is_equation: bool = False  # one letter for each axis
    sides: bool = False  # as many as there are tensors


def _form(pattern: int, tensors: tuple[int, int | None] = (0, 1), own: str = "pattern", lengths: bool = False) -> Form:
    return Form(pattern, tensors, frozenset(own.split()), lengths)


_NO_TENSOR = (0, 0)
_EQUATION = Form(0, (1, None), frozenset({"out", "optimize", "dtype"}), is_equation=True, sides=True)

FORMS = {
    "einops.rearrange": _form(1, own="tensor pattern", lengths=True),
    "einops.reduce": _form(1, own="tensor pattern reduction", lengths=True),
    "einops.repeat": _form(1, own="tensor pattern", lengths=True),
    "einops.einsum": Form(-1, (0, -1), frozenset(), sides=True),
    "einops.pack": _form(1, own="tensors pattern"),
    "einops.unpack": _form(2, own="tensor packed_shapes pattern"),
    "einops.parse_shape": _form(1, own="x pattern"),
    "torch.einsum": _EQUATION,
    "numpy.einsum": _EQUATION,
}
_LAYERS = {
    "Rearrange": _form(0, _NO_TENSOR, lengths=True),
    "Reduce": _form(0, _NO_TENSOR, "pattern reduction", lengths=True),
    "EinMix": _form(0, _NO_TENSOR, "pattern weight_shape bias_shape", lengths=True),
}

ALL_OWN_WORDS = frozenset(word for form in (*FORMS.values(), *_LAYERS.values()) for word in form.own)
"""Names of parameters, which can't be lengths of axes."""


def form_of(path: str) -> Form | None:
    """How the function at a library path takes its pattern; None if it takes none."""
    if path.startswith("einops.layers."):
        return _LAYERS.get(path.rpartition(".")[2])
    return FORMS.get(path)


@dataclass(frozen=True, slots=True)
class PatternName:
    """A name at characters `start:end` of a pattern: part of axis `axis` of operand `side`.

    `axis` counts from the left, from -1 to the left where `...` stands before it; it is None where it can't be
    counted.  `merged` are the names in one pair of parentheses, those of size 1 and numbers included.
    """

    name: str
    start: int
    end: int
    side: int
    axis: int | None
    merged: tuple[str, ...]


@dataclass(slots=True)
class _Axis:
    """One axis of a side, while it is read."""

    parts: list[re.Match[str]]

    @property
    def text(self) -> tuple[str, ...]:
        return tuple(part.group() for part in self.parts)


@lru_cache(maxsize=4096)
def names_in(pattern: str, is_equation: bool = False) -> tuple[PatternName, ...]:
    """The names of `b (h e), h e d -> b d`, or of the equation `bhe,hed->bd`."""
    return tuple(name for number, axes in _sides(pattern, is_equation) for name in _names(axes, number))


@lru_cache(maxsize=1024)
def axes_in(pattern: str, is_equation: bool = False) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What each axis of each side is made of, the result's last; empty where there is no result.

    >>> axes_in("b (h e) 1 -> b h e")
    ((('b',), ('h', 'e'), ('1',)), (('b',), ('h',), ('e',)))
    """
    sides = _sides(pattern, is_equation)
    has_result = [number for number, _ in sides].count(RESULT) == 1
    return tuple(tuple(axis.text for axis in axes) for _, axes in sides) if has_result else ()


def _sides(pattern: str, is_equation: bool) -> list[tuple[int, list[_Axis]]]:
    """The axes of each operand, and those of the result."""
    sides: list[list[_Axis]] = [[]]
    result: int | None = None
    depth = 0
    for piece in (_LETTER if is_equation else _PIECE).finditer(pattern):
        match piece.group():
            case "->":
                result, depth = len(sides), 0
                sides.append([])
            case ",":
                depth = 0
                sides.append([])
            case "(":
                depth = 1
                sides[-1].append(_Axis([]))
            case ")":
                depth = 0
            case _ if depth and sides[-1]:
                sides[-1][-1].parts.append(piece)
            case _:
                sides[-1].append(_Axis([piece]))
    return [(RESULT if result is not None and number >= result else number, axes) for number, axes in enumerate(sides)]


def _names(axes: list[_Axis], side: int) -> list[PatternName]:
    runs = [place for place, axis in enumerate(axes) if {"...", "*"} & set(axis.text)]
    found: list[PatternName] = []
    for place, axis in enumerate(axes):
        counted = place if not runs or place < runs[0] else place - len(axes) if place > runs[-1] else None
        merged = axis.text
        for part in axis.parts:
            if _NAME.fullmatch(part.group()):
                found.append(PatternName(part.group(), part.start(), part.end(), side, counted, merged))
    return found
