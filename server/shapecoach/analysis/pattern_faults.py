"""What is wrong with an einops pattern or an einsum equation, in words for somebody who is learning them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shapecoach.probe.arguments import Seq, Value
from shapecoach.shapes.tensor import Tensor

_NAME = re.compile(r"[A-Za-z_]\w*")
_OPERATIONS = frozenset(
    {"einops.rearrange", "einops.reduce", "einops.repeat", "einops.einsum", "torch.einsum", "numpy.einsum"}
)


def fault(path: str, args: Sequence[Value], kwargs: Mapping[str, Value], shown: Mapping[Tensor, str]) -> str | None:
    """What is wrong with the pattern of a call, or None.

    `shown` says how each operand's shape is told, "`x` has 3: (batch, seq, d_model)".  Operands may be unknown.
    """
    if path not in _OPERATIONS:
        return None
    position = next((index for index, arg in enumerate(args) if isinstance(arg, str)), None)
    if position is None:
        return None
    pattern = args[position]
    one_letter_each = path in ("torch.einsum", "numpy.einsum")
    if one_letter_each:
        operands = args[1].items if len(args) == 2 and isinstance(args[1], Seq) else tuple(args[1:])
    else:
        operands = tuple(args[:position])
    left, arrow, right = pattern.partition("->")
    if not arrow:
        return None if one_letter_each else "a pattern needs an arrow: what comes in `->` what goes out"
    if pattern.count("(") != pattern.count(")"):
        return "a parenthesis isn't closed"
    is_einsum = path.endswith("einsum")
    sides = left.split(",") if is_einsum else [left]
    if path == "einops.einsum" and len(args) > position + 1:
        return "einops takes the pattern last, after the tensors"
    if is_einsum and len(sides) != len(operands):
        noun = next((operand.framework.noun for operand in operands if isinstance(operand, Tensor)), "tensor")
        return f"the pattern is for {_counted(len(sides), noun)}, and there {_are(len(operands))} here"
    spelled = [_axes(side, one_letter_each) for side in sides]
    for axes, operand in zip(spelled, operands, strict=False):
        rank = operand.shape.rank if isinstance(operand, Tensor) and operand.shape is not None else None
        if rank is not None and "..." not in axes and len(axes) != rank:
            named = _listed([f"`{axis}`" for axis in axes])
            has = shown.get(operand, f"there are {rank}")
            apart = (
                f"; names stand apart, `{' '.join(axes[0])}`"
                if len(axes) == 1 and axes[0].isalpha() and len(axes[0]) == rank
                else ""
            )
            return f"the pattern names {_counted(len(axes), 'axis', 'axes')}, {named}, and {has}{apart}"
    return _one_sided(path, [axis for axes in spelled for axis in axes], _axes(right, one_letter_each), kwargs)


def _one_sided(path: str, before: Sequence[str], after: Sequence[str], kwargs: Mapping[str, Value]) -> str | None:
    left = list(dict.fromkeys(name for axis in before for name in _NAME.findall(axis)))
    right = list(dict.fromkeys(name for axis in after for name in _NAME.findall(axis)))
    lost = [f"`{name}`" for name in left if name not in right]
    new = [f"`{name}`" for name in right if name not in left and not (path == "einops.repeat" and name in kwargs)]
    keeps = path in ("einops.rearrange", "einops.repeat")
    if keeps and lost and new:
        return f"{_listed(lost)} {_is(lost)} only left of the arrow and {_listed(new)} only right of it"
    if path.endswith("einsum") and new:
        return f"{_listed(new)} {_stands(new)} right of the arrow and in none of the operands"
    if keeps and lost:
        name = path.rpartition(".")[2]
        return f"{_listed(lost)} {_is(lost)} only left of the arrow; {name} keeps every axis (reduce is what loses one)"
    if new:
        asks = f"; give it, for example `{new[0].strip('`')}=2`" if path == "einops.repeat" else ""
        return f"{_listed(new)} {_is(new)} only right of the arrow, so nothing says its size{asks}"
    for axis in before:
        names = [name for name in _NAME.findall(axis) if name not in kwargs]
        if axis.startswith("(") and len(names) > 1:
            return f"`{axis}` can't be split: give the size of one of them, for example `{names[0]}=...`"
    return None


def _axes(side: str, one_letter_each: bool = False) -> list[str]:
    if one_letter_each:
        return re.findall(r"\.\.\.|[A-Za-z]", side)
    return re.findall(r"\([^()]*\)|\.\.\.|[^\s()]+", side)


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
