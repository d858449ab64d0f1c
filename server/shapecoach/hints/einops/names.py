"""What the axes of a pattern are called: as the program calls them, and where it doesn't, as anybody would."""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shapecoach.hints.einops.axes import Journey, Leaf, Run
from shapecoach.hints.einops.sizes import Size, quotient

_TAKEN = frozenset({"tensor", "pattern", "reduction", "axes_lengths", "tensors", "tensors_and_pattern"})
"""einops' own parameters, which an axis whose length is given mustn't be called."""
_LETTERS = "nckmpruvwxyz"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the leaves in their order, and how many of them the program itself has."""

    names: tuple[str, ...]
    known: int


def names_of(journey: Journey, leaves: Sequence[Leaf], text: str, declared: frozenset[str]) -> Names:
    """Names for the leaves of a journey.

    `text` is what the idiom is written as, and `declared` are the names of axes that stand in annotations: they come
    before those that the program writes here, and these before the names of variables that hold the same size.
    """
    own = [_own_name(leaf, declared) for leaf in leaves]
    own = [name or of_quotient(leaf.size, own) for leaf, name in zip(leaves, own, strict=True)]
    parents = {
        part: root for slot in journey.roots if not isinstance(slot, Run) for root in slot for part in _cut(root)
    }
    found: list[str] = []
    for leaf, name in zip(leaves, own, strict=True):
        if name is None:
            name = _of_rest(leaf, parents.get(leaf), leaves, own, {*found, *filter(None, own)}, text, journey.added)
        found.append(name)
    return Names(_told_apart(found), sum(name is not None for name in own))


def _cut(root: Leaf) -> list[Leaf]:
    return root.leaves() if root.parts else []


def _own_name(leaf: Leaf, declared: frozenset[str] = frozenset()) -> str | None:
    """The name of a leaf's size, or of what the program writes for it."""
    name = leaf.size.name if leaf.size is not None else None
    written = None if name in declared else _last_word(leaf.length)
    return usable(written) or usable(name)


def of_quotient(size: Size | None, taken: Collection[str | None]) -> str | None:
    """A name for `d_model//n_heads`, or for what is left of `height`."""
    if size is None or size.number != 1 or len(size.factors) != 1:
        return None
    parts = quotient(size.factors[0])
    if parts is None:
        return None
    whole, by = (usable(part.name) for part in parts)
    name = _each_head(by) if by is not None else None
    return next((one for one in (name, whole) if one is not None and one not in taken), None)


def _each_head(heads: str) -> str | None:
    """What the axis is called that each of these heads has; None where they are no heads."""
    if not _HEADS.fullmatch(heads):
        return None
    return "d_head" if heads.startswith("n_") else "d" if len(heads) == 1 else "head_dim"


_HEADS = re.compile(r"\w*heads?|h|H|nh")


def _last_word(length: ast.expr | None) -> str | None:
    match length:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id="int"), args=[inner]):
            return _last_word(inner)
        case _:
            return None


def usable(name: str | None) -> str | None:
    """The name as einops takes it, or None where it can't be one."""
    name = name.strip("_") if name else ""
    if not name or not name.isidentifier() or not name.isascii() or keyword.iskeyword(name) or name in _TAKEN:
        return None
    return name


def _of_rest(leaf: Leaf, root: Leaf | None, leaves: Sequence[Leaf], own: Sequence[str | None], taken: set[str],
             text: str, copies: Sequence[Leaf]) -> str:  # fmt: skip
    """A name for what the program calls nothing: `d_head` next to `n_heads`, `h` for what is left of `h`."""
    if leaf in copies and "copy" not in taken:
        return "copy"
    if leaf.constant is not None:
        after = next(
            (name for other, name in zip(leaves, own, strict=True) if name and _follows(root, leaf, other)), ""
        )
        together = {3: "qkv", 2: "kv"}.get(leaf.constant)
        if together is not None and ("head" in after or together in text.lower()):
            return together
        is_one_of_many = sum(other.constant == leaf.constant for other in leaves) > 1
        return "p" if root is not None or is_one_of_many else next(one for one in "ckmruvwxyz" if one not in taken)
    if root is not None:
        beside = [name for other, name in zip(leaves, own, strict=True) if name and other in _cut(root)]
        rest = next((name for name in map(_each_head, beside) if name is not None and name not in taken), None)
        if rest is not None:
            return rest
        name = _own_name(root)
        if name is not None and name not in taken:
            return name
    return next(letter for letter in (*_LETTERS, *(f"a{number}" for number in range(99))) if letter not in taken)


def _follows(root: Leaf | None, leaf: Leaf, other: Leaf) -> bool:
    """Whether another leaf comes next to one in their axis."""
    parts = _cut(root) if root is not None else []
    return leaf in parts and parts[parts.index(leaf) + 1 :][:1] == [other]


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with numbers where several leaves have one: `p1` and `p2`."""
    counts, seen = Counter(names), Counter[str]()
    found: list[str] = []
    for name in names:
        seen[name] += 1
        numbered = f"{name}{seen[name]}" if counts[name] > 1 else name
        while counts[name] > 1 and numbered in counts:
            numbered += "x"
        found.append(numbered)
    return tuple(found)
