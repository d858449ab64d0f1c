"""A `rearrange` for a `view` that would have to move axes, or for what comes out in another order than is declared."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations

from shapecoach.hints.einops.imports import Imports
from shapecoach.hints.einops.names import of_expression
from shapecoach.hints.einops.sizes import Size, product, size_of
from shapecoach.hints.einops.steps import number
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def rearranged(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """`rearrange(x, "b s (h e) -> b h s e", h=h)` for `x.view(b, h, s, e)`."""
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr not in ("view", "reshape", "flatten", "unflatten"):
        return
    after = site.dims(node)
    if after is not None:
        lengths = dict(zip(after, map(site.text, node.args), strict=False)) if len(node.args) == len(after) else {}
        yield from in_order(site, node, func.value, after, lengths)


def in_order(
    site: Site, node: ast.expr, base: ast.expr, after: Sequence[str], lengths: dict[str, str] | None = None
) -> Iterator[Candidate]:
    """The axes of `base` as those of `after`, in the place of `node`, where it is clear which become which."""
    before = site.dims(base)
    if before is None:
        return
    found = _pattern(before, after)
    called = Imports(site.source).called("rearrange")
    if found is None or called is None:
        return
    pattern, given = found
    name, imported = called
    written = lengths or {}
    arguments = [f"{axis}={written.get(axis, size)}" for axis, size in given if number_or_name(written.get(axis, size))]
    if len(arguments) < len(given):
        return
    text = f"{name}({', '.join([site.text(base), f'{chr(34)}{pattern}{chr(34)}', *arguments])})"
    yield Candidate(f"move the axes: `{text}`", (*site.change("", node, text).edits, *imported))


def number_or_name(text: str) -> bool:
    """Whether a length can be given as it is spelled."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return False
    return isinstance(node, ast.Name | ast.Attribute) or (number(node) or 0) > 0


def _pattern(before: Sequence[str], after: Sequence[str]) -> tuple[str, list[tuple[str, str]]] | None:
    """The pattern that makes one of the other, and the lengths that it needs; None where that isn't clear."""
    old, new = [_parts(dim) for dim in before], [_parts(dim) for dim in after]
    if None in old or None in new:
        return None
    lefts, rights = [part or [] for part in old], [part or [] for part in new]
    loose = [part for parts in rights for part in parts if not any(part in left for left in lefts)]
    cut = [index for index, parts in enumerate(lefts) if len(parts) == 1 and not any(parts[0] in r for r in rights)]
    if loose:
        whole = product([size_of(part) for part in loose])
        size = size_of(lefts[cut[0]][0]) if len(cut) == 1 else None
        if whole is None or size is None or not whole.equals(size):
            return None
        lefts[cut[0]] = loose
    flat = [part for parts in lefts for part in parts]
    if len(set(flat)) < len(flat) or sorted(flat) != sorted(part for parts in rights for part in parts):
        return None
    names = _names(flat)
    if names is None:
        return None
    given = [(names[part], part) for parts in lefts for part in parts[:-1]]
    sides = [" ".join(_side([names[part] for part in parts]) for parts in side) for side in (lefts, rights)]
    return f"{sides[0]} -> {sides[1]}", given


def _parts(dim: str) -> list[str] | None:
    """The factors of an axis, outermost first; none of an axis of size 1."""
    size = size_of(dim)
    if size is None:
        return None
    return [
        str(part.number) if part.constant is not None else part.factors[0] for part in size.parts() if part != Size(1)
    ]


def _side(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"({' '.join(names)})" if names else "1"


def _names(parts: Sequence[str]) -> dict[str, str] | None:
    names: dict[str, str] = {part: part for part in parts if part.isidentifier()}
    for part in parts:
        if part not in names:
            size = size_of(part)
            name = "c" if part.isdigit() else of_expression(size, tuple(names.values())) if size is not None else None
            if name is None or name in names.values():
                return None
            names[part] = name
    return names


def cut_then_exchanged(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """`x.view(b, h, s, e)` becomes `x.view(b, s, h, e).transpose(1, 2)`."""
    if not isinstance(node.func, ast.Attribute):
        return
    args = [site.text(arg) for arg in node.args]
    receiver = site.text(node.func.value)
    for first, second in combinations(range(len(args)), 2):
        order = list(args)
        order[first], order[second] = order[second], order[first]
        text = f"{receiver}.{node.func.attr}({', '.join(order)}).transpose({first}, {second})"
        yield site.change(f"cut first, then swap axes {first} and {second}", node, text)
