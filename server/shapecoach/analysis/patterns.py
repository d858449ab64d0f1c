"""Reading einsum equations and einops patterns: which letter stands for which axis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from shapecoach.probe.arguments import Seq, Value
from shapecoach.shapes.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Pattern:
    """One side lists the axes of each operand; an axis is the letters merged in it, in order."""

    inputs: tuple[tuple[tuple[str, ...], ...], ...]
    output: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def read_pattern(text: str, one_letter_each: bool = False) -> Pattern | None:
    """The axes of `b s m, h m d -> b s h d` (or of `bsm,hmd->bshd`); None where it isn't of that form."""
    left, arrow, right = text.partition("->")
    if not arrow or "..." in text:
        return None
    sides = [_axes(side, one_letter_each) for side in [*left.split(","), right]]
    if any(side is None for side in sides):
        return None
    return Pattern(tuple(side for side in sides[:-1] if side is not None), sides[-1] or ())


def _axes(side: str, one_letter_each: bool) -> tuple[tuple[str, ...], ...] | None:
    if one_letter_each:
        return tuple((letter,) for letter in side.replace(" ", ""))
    if re.search(r"[^\w\s()]", side):
        return None
    tokens = re.findall(r"\([^()]*\)|\w+", side)
    return tuple(tuple(token.strip("()").split()) for token in tokens)


def einsum_pattern(path: str, args: tuple[Value, ...]) -> tuple[Pattern, list[Tensor]] | None:
    """The equation of an einsum call and its operands, for torch's and for einops' way of writing it."""
    if path in ("torch.einsum", "numpy.einsum") and args and isinstance(args[0], str):
        operands = args[1].items if len(args) == 2 and isinstance(args[1], Seq) else args[1:]
        pattern = read_pattern(args[0], one_letter_each=True)
    elif path == "einops.einsum" and args and isinstance(args[-1], str):
        operands, pattern = args[:-1], read_pattern(args[-1])
    else:
        return None
    tensors = [operand for operand in operands if isinstance(operand, Tensor)]
    if pattern is None or len(pattern.inputs) != len(tensors) or len(tensors) != len(operands):
        return None
    return pattern, tensors
