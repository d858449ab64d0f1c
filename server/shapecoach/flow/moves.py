"""What an operation does to axes, as a picture and a sentence need it.

An axis is made of pieces, the factors of its size.  Pieces of several tensors that are the same axis have a key in
common; so a piece whose key the result lacks is summed over, and one whose key only the result has is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shapecoach.flow.known import Dims


@dataclass(frozen=True, slots=True)
class Piece:
    """A factor of an axis: its size, and what it is.  It has several keys where another tensor has it in parts."""

    label: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its size, and the pieces it is made of, outermost first."""

    dim: str
    pieces: tuple[Piece, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for piece in self.pieces for key in piece.keys)


@dataclass(frozen=True, slots=True)
class Strip:
    """A tensor as the row of its axes."""

    name: str
    axes: tuple[Axis, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        return (piece for axis in self.axes for piece in axis.pieces)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for axis in self.axes for key in axis.keys)


@dataclass(frozen=True, slots=True)
class Move:
    """An operation's tensors; `sign` says how it takes together what it sums over: Σ, mean, max."""

    label: str
    operands: tuple[Strip, ...]
    result: Strip
    sign: str = "Σ"

    @property
    def summed(self) -> tuple[str, ...]:
        """The keys that the result lacks, in the order they are met."""
        found = (key for strip in self.operands for key in strip.keys)
        return tuple(dict.fromkeys(key for key in found if key not in self.result.keys))

    @property
    def new(self) -> tuple[str, ...]:
        """The keys that only the result has."""
        before = {key for strip in self.operands for key in strip.keys}
        return tuple(dict.fromkeys(key for key in self.result.keys if key not in before))

    @property
    def says_nothing(self) -> bool:
        """Whether every tensor has the same axes in the same order, so that there is nothing to see."""
        dims = [axis.dim for axis in self.result.axes]
        return all([axis.dim for axis in one.axes] == dims and one.keys == self.result.keys for one in self.operands)


def factors(dim: str) -> tuple[str, ...]:
    """The factors of a dim, outermost first.

    >>> factors("n_heads*d_head"), factors("(seq+1)*d"), factors("seq+1"), factors("*batch")
    (('n_heads', 'd_head'), ('seq+1', 'd'), ('seq+1',), ('*batch',))
    """
    if dim.startswith(("*", "...")) or "**" in dim:
        return (dim,)
    depth, parts = 0, [""]
    for character in dim.replace(" ", ""):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and character in "+-/%":
            return (dim.replace(" ", ""),)
        if depth == 0 and character == "*":
            parts.append("")
        else:
            parts[-1] += character
    return tuple(map(_without_parentheses, parts))


def _without_parentheses(part: str) -> str:
    return part[1:-1] if re.fullmatch(r"\([^()]*\)", part) else part


def is_run(dim: str) -> bool:
    """Whether a dim stands for any number of axes."""
    return dim == "..." or dim.startswith("*")


def strip(name: str, dims: Dims) -> Strip:
    """A tensor by itself, each piece its own."""
    return Strip(
        name,
        tuple(
            Axis(dim, tuple(Piece(part, (f"{at}.{number}",)) for number, part in enumerate(factors(dim))))
            for at, dim in enumerate(dims)
        ),
    )


# -- in words ---------------------------------------------------------------------------------------

_VERBS = {
    "Σ": "sums over",
    "Π": "multiplies along",
    "max": "takes the largest along",
    "min": "takes the smallest along",
}


def told(move: Move) -> str:
    """What an operation does, in a sentence without its subject; empty where nothing can be seen.

    >>> told(Move("@", (strip("x", ("b", "d")), ), strip("", ("b",))))
    'sums over `d`'
    """
    parts = [
        *_taken_apart(move),
        *_put_together(move),
        *_taken_away(move),
        *_stretched(move),
        *_changed(move),
        *_added(move),
    ]
    if _is_reordered(move):
        parts.append("reorders the axes")
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _listed(labels: list[str]) -> str:
    quoted = [f"`{label}`" for label in dict.fromkeys(labels)]
    return ", ".join(quoted[:-1]) + " and " + quoted[-1] if len(quoted) > 1 else "".join(quoted)


def _taken_apart(move: Move) -> Iterator[str]:
    for before in move.operands:
        for axis in before.axes:
            if len(axis.keys) > 1 and not any(set(axis.keys) <= set(other.keys) for other in move.result.axes):
                yield f"splits `{axis.dim}` into {_listed([_label(key, move) for key in axis.keys])}"


def _put_together(move: Move) -> Iterator[str]:
    axes = [axis for before in move.operands for axis in before.axes]
    for axis in move.result.axes:
        if len(axis.keys) > 1 and not any(set(axis.keys) <= set(other.keys) for other in axes):
            yield f"merges {_listed([_label(key, move) for key in axis.keys])}"


def _taken_away(move: Move) -> Iterator[str]:
    labels = [label for key in move.summed if (label := _label(key, move)) != "1"]
    if labels and move.label.startswith("["):
        yield f"picks an item of {_listed(labels)}"
    elif labels:
        yield f"{_VERBS.get(move.sign, f'takes the {move.sign} over')} {_listed(labels)}"


def _stretched(move: Move) -> Iterator[str]:
    for before in move.operands:
        ones = [key for axis in before.axes if axis.dim == "1" for key in axis.keys]
        along = [label for key in ones if (label := _label_in(key, move.result)) not in ("", "1")]
        if along:
            yield f"stretches `{before.name}` along {_listed(along)}"


def _changed(move: Move) -> Iterator[str]:
    """Axes that are another size afterwards: by a layer, a slice, something joined on."""
    for axis in move.result.axes:
        before = [
            other.dim
            for one in move.operands
            for other in one.axes
            if len(other.keys) == 1 and other.keys == axis.keys and other.dim not in (axis.dim, "1", "?")
        ]
        if before and axis.dim not in ("1", "?"):
            verb = "cuts" if move.label.startswith("[") else "joins" if len(before) > 1 else "turns"
            yield f"{verb} {_listed(before)} {'to' if verb == 'cuts' else 'into'} `{axis.dim}`"


def _added(move: Move) -> Iterator[str]:
    labels = [_label_in(key, move.result) for key in move.new]
    added = [label for label in labels if label != "1"]
    if added:
        yield f"adds {_listed(added)}"
    elif labels and len(move.result.axes) > max((len(one.axes) for one in move.operands), default=0):
        yield "adds an axis of size 1"


def _is_reordered(move: Move) -> bool:
    if len(move.operands) != 1:
        return False
    before = [key for key in move.operands[0].keys if key in move.result.keys]
    return before != [key for key in move.result.keys if key in move.operands[0].keys]


def _label(key: str, move: Move) -> str:
    """What an axis is called where it stands alone, in whichever tensor that is."""
    strips = (move.result, *move.operands)
    alone = (piece.label for one in strips for piece in one.pieces if piece.keys == (key,) and piece.label != "1")
    return next(alone, "1")


def _label_in(key: str, strip: Strip) -> str:
    return next((piece.label for piece in strip.pieces if key in piece.keys), "")
