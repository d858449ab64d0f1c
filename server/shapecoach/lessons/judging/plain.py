"""The first difference between two values that are no tensors, in plain words."""

from __future__ import annotations

import reprlib
from typing import Any

from torch import Tensor

from shapecoach.lessons.judging.same import Yielded, same


class _Short(reprlib.Repr):
    def repr_float(self, x: float, level: int) -> str:
        return repr(float(f"{x:.4g}"))  # 0.1 + 0.2 is told as 0.3


_SHORT = _Short()
_SHORT.maxlist = _SHORT.maxtuple = _SHORT.maxdict = 12
_SHORT.maxstring = _SHORT.maxother = 80


def plain_difference(got: Any, wanted: Any) -> str | None:
    """What differs first, as sentences for the learner; None where nothing does."""
    return None if same(got, wanted) else _told(got, wanted, "")


def kind_of(value: Any) -> str:
    """What kind of thing a value is, with its article."""
    if value is None:
        return "nothing (is a `return` missing?)"
    if isinstance(value, Tensor):
        return "a single tensor"
    if isinstance(value, Yielded):
        return "a generator"
    if type(value).__module__ == "torch.return_types":  # of `x.min(dim=0)` and the like
        kind: Any = type(value)  # pyright: ignore[reportUnknownVariableType]
        fields: tuple[str, ...] = kind.__match_args__
        return "several things in one: " + ", ".join(f"`.{name}`" for name in fields)
    name = {"bool": "truth value", "str": "string", "function": "function"}.get(type(value).__name__)
    name = name or type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def shown(value: Any) -> str:
    """A value as Python spells it, cut short where it is long."""
    return f"a generator of {_SHORT.repr(value.items)}" if isinstance(value, Yielded) else _SHORT.repr(value)


def _told(got: Any, wanted: Any, at: str) -> str:
    found = f"In what your function returned, `{at}` is" if at else "Your function returned"
    if type(got) is not type(wanted):
        aside = "" if got is None or isinstance(got, Tensor | Yielded) else f": {shown(got)}"
        return f"{found} {kind_of(got)}{aside}. It should be {kind_of(wanted)}: {shown(wanted)}."
    if isinstance(wanted, Tensor):
        return _told_tensor(got, wanted, found)
    if isinstance(wanted, Yielded):
        return _told(got.items, wanted.items, at)
    if isinstance(wanted, tuple | list):
        pairs: list[tuple[Any, Any]] = list(zip(got, wanted, strict=False))  # pyright: ignore[reportUnknownArgumentType]
        for place, (mine, theirs) in enumerate(pairs):
            if not same(mine, theirs):
                return _told(mine, theirs, f"{at}[{place}]")
        return f"{found} {shown(got)}, {len(got)} long. It should be {len(wanted)} long: {shown(wanted)}."  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(wanted, dict):
        return _told_entry(got, wanted, at, found)  # pyright: ignore[reportUnknownArgumentType]
    return f"{found} {shown(got)}; it should be {shown(wanted)}."


def _told_tensor(got: Tensor, wanted: Tensor, found: str) -> str:
    if got.shape != wanted.shape:
        return f"{found} a tensor of shape {tuple(got.shape)}; the shape should be {tuple(wanted.shape)}."
    if got.dtype != wanted.dtype:
        return f"{found} a tensor of {got.dtype}; it should hold {wanted.dtype}."
    return f"{found} a tensor of the right shape, with other values than it should have: {shown(got.tolist())}."  # pyright: ignore[reportUnknownMemberType]


def _told_entry(got: dict[Any, Any], wanted: dict[Any, Any], at: str, found: str) -> str:
    for key, theirs in wanted.items():
        if key not in got:
            return f"{found} {shown(got)}, without an entry for {key!r}. It should have one: {shown(theirs)}."
        if not same(got[key], theirs):
            return _told(got[key], theirs, f"{at}[{key!r}]")
    extra = next(key for key in got if key not in wanted)
    return f"{found} {shown(got)}. The entry for {extra!r} should not be there."
