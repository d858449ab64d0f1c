"""Changes after which the axes of two operands line up, which are paired from the right."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from shapecoach.analysis.tree import nodes
from shapecoach.hints.axis_candidates import axis_added
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def lined_up(site: Site, first: ast.expr, second: ast.expr) -> Iterator[Candidate]:
    """Keep a reduced axis, put axes where the other has them, drop an axis of size 1, or add one."""
    for side in (first, second):
        yield from kept(site, side)
    for side, other in ((first, second), (second, first)):
        yield from by_name(site, side, other)
    for side in (first, second):
        if (site.dims(side) or ("1",))[-1:] == ("1",) and not isinstance(side, ast.Constant):
            yield site.change(f"drop the last axis of `{site.short(side)}`", side, f"{site.tight(side)}.squeeze(-1)")
    for side, other in ((first, second), (second, first)):
        if (site.rank(side) or 0) < (site.rank(other) or 0):
            yield from axis_added(site, side)


def kept(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """`keepdim=True` for each reduction in an expression that loses an axis."""
    for call in _reductions(node):
        text = site.text(call)
        if "keepdim" not in text:
            yield site.change("keep the reduced axis: `keepdim=True`", call, f"{text[:-1]}, keepdim=True)")


def not_kept(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """No `keepdim=True`."""
    for call in _reductions(node):
        for keyword in call.keywords:
            if keyword.arg == "keepdim":
                rest = [
                    *map(site.text, call.args),
                    *(f"{k.arg}={site.text(k.value)}" for k in call.keywords if k != keyword),
                ]
                text = f"{site.text(call.func)}({', '.join(rest)})"
                yield site.change("let the reduced axis go: no `keepdim`", call, text)


def _reductions(node: ast.expr) -> Iterator[ast.Call]:
    for part in nodes(node):
        method = part.func.attr if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) else ""
        if isinstance(part, ast.Call) and method in _REDUCING and (part.args or part.keywords):
            yield part


_REDUCING = frozenset("mean sum std var amax amin norm logsumexp prod".split())


def by_name(site: Site, node: ast.expr, other: ast.expr) -> Iterator[Candidate]:
    """`mask[:, None, None]` for (batch, key) next to (batch, head, query, key)."""
    dims, others = site.dims(node) or (), site.dims(other) or ()
    if not 0 < len(dims) < len(others) or len(set(others)) < len(others) or others[-1:] == ("1",):
        return
    places = [others.index(dim) for dim in dims if dim in others]
    if len(places) < len(dims) or places != sorted(places):
        return
    items = [":" if place in places else "None" for place in range(places[0], len(others))]
    while items and items[-1] == ":":
        items.pop()
    if items:
        plain = items[:-1] == [":"] * len(dims) and len(dims) > 1
        text = f"{site.tight(node)}[{'..., None' if plain else ', '.join(items)}]"
        yield site.change(f"line it up by its axes: `{text}`", node, text)
