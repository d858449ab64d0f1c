"""What the axes of a pattern are called: as the program calls them, and where it doesn't, as anybody would."""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shapecoach.hints.einops.journey import Journey
from shapecoach.hints.einops.leaves import Leaf, Run, flat
from shapecoach.hints.einops.sizes import Size, quotient

_TAKEN = frozenset({"tensor", "pattern", "reduction", "axes_lengths", "tensors", "tensors_and_pattern"})
"""einops' own parameters, which an axis whose length is given mustn't be called."""
_PATCH = "p"
_LETTERS = "nckmruvwxyz"
"""For sizes and numbers without a name; numbers that an axis is cut into are mostly patches."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the leaves in their order, and how many are letters for want of a name: of sizes, and of numbers."""

    names: tuple[str, ...]
    letters: int
    numbers: int


def names_of(
    journey: Journey, leaves: Sequence[Leaf], text: str, declared: frozenset[str], items: Sequence[ast.expr] = ()
) -> Names:
    """Names for the leaves of a journey.

    `text` is what the idiom is written as, and `declared` are the names of axes that stand in annotations: they come
    before those that the program writes here, and these before the names of variables that hold the same size.
    `items` are those of the list that it begins with.
    """
    own = [_own_name(leaf, declared) for leaf in leaves]
    worked_out = [None if name else of_expression(leaf.size, own) for leaf, name in zip(leaves, own, strict=True)]
    own = [
        name or (other if worked_out.count(other) == 1 else None) for name, other in zip(own, worked_out, strict=True)
    ]
    parents = {
        part: root for slot in journey.roots if not isinstance(slot, Run) for root in slot for part in _cut(root)
    }
    own = [
        None if leaf in journey.added and own.count(name) > 1 else name for leaf, name in zip(leaves, own, strict=True)
    ]
    known = _Known(journey, leaves, own)
    found: list[str] = []
    letters = numbers = 0
    for leaf, name in zip(leaves, own, strict=True):
        taken = {*found, *filter(None, own)}
        name = name or (
            "copy"
            if leaf in journey.added
            else _of_items(items, taken)
            if leaf is journey.items
            else _of_rest(leaf, parents.get(leaf), known, taken, text)
        )
        letters += name is None and leaf.constant is None
        numbers += name is None and leaf.constant is not None
        found.append(name or _for_want_of_a_name(leaf, leaf in parents, leaves, taken))
    return Names(_told_apart(found), letters, numbers)


@dataclass(frozen=True, slots=True)
class _Known:
    """The leaves of a journey with the names that the program has for them."""

    journey: Journey
    leaves: Sequence[Leaf]
    own: Sequence[str | None]

    def of(self, leaf: Leaf) -> str | None:
        return next((name for other, name in zip(self.leaves, self.own, strict=True) if other is leaf), None)

    def axes(self) -> Iterator[Sequence[Leaf]]:
        """Of what each axis is made, before and afterwards."""
        for slot in (*self.journey.roots, *self.journey.slots):
            yield flat([slot])

    def in_front(self, leaf: Leaf) -> str | None:
        """What the leaf is called that comes before one in its axis."""
        pairs = (pair for axis in self.axes() for pair in pairwise(axis))
        return next((name for one, other in pairs if other is leaf and (name := self.of(one))), None)

    def behind(self, leaf: Leaf) -> str | None:
        """What the leaf is called that comes after one in its axis."""
        pairs = (pair for axis in self.axes() for pair in pairwise(axis))
        return next((name for one, other in pairs if one is leaf and (name := self.of(other))), None)


def _for_want_of_a_name(leaf: Leaf, is_cut: bool, leaves: Sequence[Leaf], taken: Collection[str]) -> str:
    """`p` for what several axes, or one that is cut, have of the same number; a letter that isn't taken for others."""
    if sum(other.constant == leaf.constant for other in leaves) > 1 and leaf.constant is not None:
        return _PATCH
    written = {name.lower() for name in taken}
    usual = {2: "pair", 3: "c"}.get(leaf.constant or 0, _PATCH if is_cut and leaf.constant is not None else "")
    if usual and usual not in written:
        return usual
    free = _FREE if leaf.constant is None else _FREE[1:]
    return next(letter for letter in free if letter not in written)


_FREE = (*_LETTERS, *(f"a{number}" for number in range(99)))


def _cut(root: Leaf) -> list[Leaf]:
    return root.leaves() if root.parts else []


def _own_name(leaf: Leaf, declared: frozenset[str] = frozenset()) -> str | None:
    """The name of a leaf's size, or of what the program writes for it."""
    name = leaf.size.name if leaf.size is not None else None
    written = None if name in declared else _last_word(leaf.length)
    return usable(written) or usable(name)


def of_expression(size: Size | None, taken: Collection[str | None]) -> str | None:
    """A name for `d_model//n_heads`, for what is left of `height`, for `n_heads*d_head` as a whole, for `seq+1`.

    There is none for `2*n_heads`: of what are they twice as many?
    """
    if size is None or not size.factors or size.number != 1:
        return None
    found: list[str | None] = []
    parts = quotient(size.factors[0]) if len(size.factors) == 1 else None
    if parts is not None:
        whole, by = (usable(part.name) for part in parts)
        found = [_each_head(by) if by is not None else None, whole]
    elif all(factor.isidentifier() for factor in size.factors):
        together = "_".join(size.factors)
        found = [usable(together) if len(together) <= LONGEST_PRODUCT else None]
    elif len(words := set(re.findall(r"[A-Za-z_]\w*", " ".join(size.factors)))) == 1:
        found = [usable(words.pop())]
    return next((one for one in found if one is not None and one not in taken and len(one) <= LONGEST), None)


LONGEST, LONGEST_PRODUCT = 24, 16


def _each_head(heads: str) -> str | None:
    """What the axis is called that each of these heads has; None where they are no heads."""
    if not _HEADS.fullmatch(heads):
        return None
    return "d_head" if heads.startswith("n_") else "d" if len(heads) == 1 else "head_dim"


_HEADS = re.compile(r"(?!d_|dim_)\w*heads?|h|H|nh")


def _last_word(length: ast.expr | None) -> str | None:
    match length:
        case ast.Subscript(value=ast.Name() | ast.Attribute() as held, slice=ast.Constant(value=int() as index)):
            word = _last_word(held)
            return f"{word}_{index}" if word not in (None, "shape") else None
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
    return None if _PLACE.fullmatch(name) else name


_PLACE = re.compile(r"shape_\d+")
"""What says where a size stands, and not what it is of."""


def _of_rest(leaf: Leaf, root: Leaf | None, known: _Known, taken: set[str], text: str) -> str | None:
    """A name for what the program calls nothing: `d_head` next to `n_heads`, `h` for what is left of `h`."""
    is_whole = leaf.size is None or len(leaf.size.factors) < 2  # `levels*points` of each head are no `head_dim`
    heads = known.in_front(leaf) or ""
    each = _each_head(heads) if is_whole else None
    if each is not None and each not in taken and (leaf.constant is None or len(heads) > 1):  # `h 2` may be blocks
        return each
    channels = _of_channels(leaf, known, taken) if root is None else None
    if channels is not None:
        return channels
    if leaf.constant is not None:
        return _of_several(leaf.constant, known.behind(leaf) or "", text.lower())
    if root is None:
        return None
    parts = [(other, name) for other, name in zip(known.leaves, known.own, strict=True) if other in _cut(root)]
    each = next((word for _, name in parts if name and (word := _each_head(name)) and word not in taken), None)
    if each is not None and is_whole:
        return each
    is_the_rest = all(other is leaf or name is not None or other.constant is not None for other, name in parts)
    name = _own_name(root)
    return name if is_the_rest and name not in taken else None


def _of_several(number: int, behind: str, text: str) -> str | None:
    """What three or two are together of what attention is made of."""
    if number == 3 and ("head" in behind or "qkv" in text):
        return "qkv"
    if number == 2 and "qkv" not in text:
        return next((name for name in ("kv", "qk") if name in text), None)
    return None


def _of_channels(leaf: Leaf, known: _Known, taken: Collection[str]) -> str | None:
    """`c` for the axis in front of a height and a width, or behind them; `C` where these are written large."""
    axes = known.journey.roots
    names = [known.of(slot[0]) or "" if not isinstance(slot, Run) and len(slot) == 1 else "" for slot in axes]
    place = next((place for place, slot in enumerate(axes) if slot == (leaf,)), None)
    if place is None:
        return None
    for sides in (names[place + 1 : place + 3], names[max(place - 2, 0) : place]):
        if tuple(side.lower() for side in sides) in _SIDES:
            name = "C" if sides[0].isupper() else "c"
            return None if name in taken else name
    return None


_SIDES = frozenset({("h", "w"), ("height", "width")})


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


def _of_items(items: Sequence[ast.expr], taken: Collection[str]) -> str:
    """A name for the axis of a list: `xy` of `[x, y]`, `qkv` of `[b_Q, b_K, b_V]`, `pair` of any two others."""
    words = [item.id for item in items if isinstance(item, ast.Name)]
    if len(words) == len(items) and len({word[:-1] for word in words}) == 1:
        found = usable("".join(word[-1] for word in words).lower())
        if found is not None and found not in taken:
            return found
    return "pair" if len(items) == 2 and "pair" not in taken else "item"
