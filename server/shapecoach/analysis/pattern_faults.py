"""What is wrong with an einops pattern or an einsum equation, in words for somebody who is learning them, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shapecoach.analysis.pattern_pieces import Piece, Span, axes_of, names_of, span_of, split
from shapecoach.probe.arguments import Seq, Value
from shapecoach.shapes.tensor import Tensor

ONE_LETTER_EACH = ("torch.einsum", "numpy.einsum")
_OF_ONE_TENSOR = frozenset({"einops.rearrange", "einops.reduce", "einops.repeat"})
_OPERATIONS = frozenset({*_OF_ONE_TENSOR, "einops.einsum", *ONE_LETTER_EACH})
_LEGAL = re.compile(r"[A-Za-z](?:\w*[A-Za-z0-9])?|\d+|\.\.\.", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a pattern is wrong, and the part of it that is; None where that is all of it.

    `at` is the argument that is wrong, where it is not the pattern: `reduction`, or a length by its name.
    """

    why: str
    span: Span | None = None
    at: str = ""


def fault(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], shown: Mapping[Tensor, str]) -> Fault | None:
    """What is wrong with the pattern of a call, or None.

    `shown` says how each operand's shape is told, "`x` has 3: (batch, seq, d_model)".  Operands may be unknown.
    """
    if path not in _OPERATIONS:
        return None
    if path not in ONE_LETTER_EACH and isinstance(named := kwargs.get("pattern"), str):
        args = (*args[:1], named)
    position = next((index for index, arg in enumerate(args) if isinstance(arg, str)), None)
    if position is None or (position > 1 and path in _OF_ONE_TENSOR):  # in its place stands what isn't known
        return None
    pattern = str(args[position])
    one_letter_each = path in ONE_LETTER_EACH
    if one_letter_each:
        operands = args[1].items if len(args) == 2 and isinstance(args[1], Seq) else tuple(args[1:])
    else:
        operands = tuple(args[:position])
    left, arrow, right = pattern.partition("->")
    if not arrow:
        if one_letter_each:
            return None
        return Fault("a pattern needs an arrow: what comes in `->` what goes out", _instead_of_an_arrow(pattern))
    if (unmatched := _unmatched(left) or _unmatched(right, len(left) + len(arrow))) is not None:
        return Fault("a parenthesis isn't closed", unmatched)
    is_einsum = path.endswith("einsum")
    if path == "einops.einsum" and len(args) > position + 1:
        return Fault("einops takes the pattern last, after the tensors")
    sides = split(left, ",") if is_einsum else [Piece(left, 0)]
    if is_einsum and len(sides) != len(operands):
        noun = next((operand.framework.noun for operand in operands if isinstance(operand, Tensor)), "tensor")
        why = f"the pattern is for {_counted(len(sides), noun)}, and there {_are(len(operands))} here"
        return Fault(why, span_of(sides[len(operands) :] or sides))
    spelled = [axes_of(side, one_letter_each) for side in sides]
    for axes, operand in zip(spelled, operands, strict=False):
        rank = operand.shape.rank if isinstance(operand, Tensor) and operand.shape is not None else None
        if rank is not None and all(axis.text != "..." for axis in axes) and len(axes) != rank:
            has = shown.get(operand, f"there are {rank}") if isinstance(operand, Tensor) else ""
            return Fault(_wrong_number(axes, rank, has), span_of(axes))
    after = axes_of(Piece(right, len(left) + len(arrow)), one_letter_each)
    wrong = _one_sided(path, [axis for axes in spelled for axis in axes], after, kwargs)
    if wrong is None and "\n" in pattern and not one_letter_each:
        return Fault("einops takes no line break in a pattern; strings that follow each other in parentheses are one")
    return wrong


def suspect(path: str, pattern: str, lengths: Mapping[str, Value], reason: str) -> Span | None:
    """The part of a pattern that a library refuses for a `reason` of its own; None where that isn't plain to see."""
    if nested := re.search(r"\([^()]*(\([^()]*\))", pattern):
        return nested.span(1)
    left, arrow, right = pattern.partition("->")
    if path in ONE_LETTER_EACH or not arrow:
        return None
    before = [axes_of(side) for side in split(left, ",")]
    after = axes_of(Piece(right, len(left) + len(arrow)))
    for axis in (axis for axes in (*before, after) for axis in axes):
        for part in axis.parts():
            if not _LEGAL.fullmatch(part.text) or (part.text == "..." and axis.is_merged and axis not in after):
                return part.span
    for axes in (*before, after):
        twice = _second_of_a_name(axes)
        if twice is not None and not path.endswith("einsum"):
            return twice.span
    if all(axis.text != "..." for axes in before for axis in axes):
        dots = next((part for axis in after for part in axis.parts() if part.text == "..."), None)
        if dots is not None:
            return dots.span
    cut = [axis for axes in before for axis in axes if axis.is_merged and any(n.text in lengths for n in axis.parts())]
    if "at least" in reason and len(before) == 1:
        return span_of(before[0])
    is_of_sizes = "pieces of" in reason or "lengths that are given" in reason
    return cut[0].span if len(cut) == 1 and is_of_sizes else None


def wrong_length(pattern: str, lengths: Mapping[str, Value], reason: str) -> str:
    """The length that isn't what its axis has; empty where it is another, or that isn't plain to see."""
    if "lengths that are given" not in reason:
        return ""
    axes = axes_of(Piece(pattern.partition("->")[0], 0))
    given = [axis.text for axis in axes if axis.text in lengths]
    return given[0] if len(given) == 1 and not any(axis.is_merged for axis in axes) else ""


def _wrong_number(axes: Sequence[Piece], rank: int, has: str) -> str:
    named = _listed([f"`{axis.text}`" for axis in axes])
    only = axes[0].text if len(axes) == 1 else ""
    apart = f"; names stand apart, `{' '.join(only)}`" if only.isalpha() and len(only) == rank else ""
    return f"the pattern names {_counted(len(axes), 'axis', 'axes')}, {named}, and {has}{apart}"


def _one_sided(path: str, before: Sequence[Piece], after: Sequence[Piece], kwargs: Mapping[str, Value]) -> Fault | None:
    left, right = _first_of_each(before), _first_of_each(after)
    only_left = [piece for name, piece in left.items() if name not in right]
    only_right = [
        piece
        for name, piece in right.items()
        if name not in left and not (path == "einops.repeat" and name in kwargs)
    ]  # fmt: skip
    lost, new = ([f"`{piece.text}`" for piece in pieces] for pieces in (only_left, only_right))
    keeps = path in ("einops.rearrange", "einops.repeat")
    if keeps and lost and new:
        why = f"{_listed(lost)} {_is(lost)} only left of the arrow and {_listed(new)} only right of it"
        return Fault(why, only_right[0].span)
    if path.endswith("einsum") and new:
        return Fault(
            f"{_listed(new)} {_stands(new)} right of the arrow and in none of the operands", only_right[0].span
        )
    if keeps and lost:
        name = path.rpartition(".")[2]
        why = f"{_listed(lost)} {_is(lost)} only left of the arrow; {name} keeps every axis (reduce is what loses one)"
        return Fault(why, only_left[0].span)
    if new:
        asks = f"; give it, for example `{only_right[0].text}=2`" if path == "einops.repeat" else ""
        why = f"{_listed(new)} {_is(new)} only right of the arrow, so nothing says its size{asks}"
        return Fault(why, only_right[0].span)
    for axis in before:
        names = [name.text for name in names_of(axis) if name.text not in kwargs]
        if axis.is_merged and len(names) > 1:
            why = f"`{axis.text}` can't be split: give the size of one of them, for example `{names[0]}=...`"
            return Fault(why, axis.span)
    return None


def _first_of_each(axes: Iterable[Piece]) -> dict[str, Piece]:
    """Where each name stands first."""
    found: dict[str, Piece] = {}
    for axis in axes:
        for name in names_of(axis):
            found.setdefault(name.text, name)
    return found


def _second_of_a_name(axes: Iterable[Piece]) -> Piece | None:
    seen: set[str] = set()
    for axis in axes:
        for name in names_of(axis):
            if name.text in seen:
                return name
            seen.add(name.text)
    return None


def _instead_of_an_arrow(pattern: str) -> Span | None:
    """What may be meant for an arrow."""
    found = re.search(r"[-=~]+>?|>|→|⟶", pattern)
    return found.span() if found else None


def _unmatched(side: str, start: int = 0) -> Span | None:
    """The first parenthesis of a side that has no other half."""
    opened: list[int] = []
    for index, character in enumerate(side, start):
        if character == "(":
            opened.append(index)
        elif character == ")" and not opened:
            return index, index + 1
        elif character == ")":
            opened.pop()
    return (opened[0], opened[0] + 1) if opened else None


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else "none"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _stands(names: Sequence[str]) -> str:
    return "stands" if len(names) == 1 else "stand"


def _are(number: int) -> str:
    return f"is {number}" if number == 1 else f"are {number}"
