"""Changes of which axis an operation goes along, or where the axes of an operand stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations

from shapecoach.analysis.model import Edit
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def transposed(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """Its last two axes exchanged, or no longer; a `transpose` of two others becomes one of the last two."""
    text = site.tight(node)
    receiver = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node
    rank = site.rank(node) or site.rank(receiver) or 0
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield site.change(f"use `{site.text(node.value)}` without `.{node.attr}`", node, site.text(node.value))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "transpose":
        kept, dropped = site.text(node.func.value), site.text(node).removeprefix(site.text(node.func.value))
        if dropped.replace(" ", "") not in (".transpose(-2,-1)", ".transpose(-1,-2)") and rank >= 2:
            yield site.change("exchange the last two axes: `transpose(-2, -1)`", node, f"{kept}.transpose(-2, -1)")
        yield site.change(f"use `{kept}` without `{dropped}`", node, kept)
    elif rank >= 2:
        method = ".T" if rank == 2 else ".transpose(-2, -1)"
        yield site.change(f"transpose `{site.short(node)}`", node, text + method)


def exchanged(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """Two of its axes exchanged, so that they are as they are declared where it is passed to."""
    dims, wanted = site.dims(node) or (), site.declared_elsewhere()
    for first, second in combinations(range(len(dims)), 2):
        order = list(dims)
        order[first], order[second] = order[second], order[first]
        if order != wanted:
            continue
        moved = f".transpose({first}, {second})"
        yield site.change(f"exchange its axes: `{moved}`", node, site.tight(node) + moved)


def channels_moved(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """The last axis put behind the batch, where a layer or a loss takes its channels or classes."""
    if (site.rank(node) or 0) >= 4:
        yield site.change(
            f"move the last axis of `{site.short(node)}` to axis 1", node, f"{site.tight(node)}.movedim(-1, 1)"
        )


def swapped(site: Site, first: ast.expr, second: ast.expr) -> Iterator[Candidate]:
    """Each in the other's place."""
    if site.rank(first) is None or site.rank(second) is None:
        return
    yield Candidate(
        f"swap `{site.short(first)}` and `{site.short(second)}`",
        (
            Edit(site.source.range(first), site.text(second)),
            Edit(site.source.range(second), site.text(first)),
        ),
    )


def axis_added(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """An axis of size 1 put in."""
    text, short = site.tight(node), site.short(node)
    if site.rank(node) == 1:
        yield site.change(f"add a second axis to `{short}`", node, f"{text}[:, None]")
    elif site.rank(node):
        yield site.change(f"add a last axis to `{short}`", node, f"{text}[..., None]")
        yield site.change(f"add a second axis to `{short}`", node, f"{text}[:, None]")


def batch_added(site: Site, node: ast.expr) -> Iterator[Candidate]:
    """An axis of size 1 put in front."""
    if site.rank(node):
        yield site.change(f"add a first axis to `{site.short(node)}`", node, f"{site.tight(node)}[None]")


_JOINS = frozenset({"cat", "concat", "concatenate", "stack"})


def another_axis(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """Another `dim`, the last axis first, each axis once."""
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else ""
    calls = [node, func] if isinstance(func, ast.Call) else [node]  # `nn.Softmax(dim=0)(x)`
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "dim"]
    given += node.args[:1] if isinstance(func, ast.Attribute) else node.args[1:2]
    receiver = func.value if isinstance(func, ast.Attribute) else None
    first = node.args[0] if node.args else None
    listed = first.elts if name in _JOINS and isinstance(first, ast.List | ast.Tuple) else []
    ranks = (site.rank(part) for part in (receiver, *node.args[:1], *listed) if part is not None)
    rank = next((rank for rank in ranks if rank is not None), 3)
    if listed and len(node.args) == 1 and not node.keywords:
        for axis in range(1, rank):
            yield site.change(f"along axis {axis}: `dim={axis}`", node, f"{site.text(node)[:-1]}, dim={axis})")
    for dim in given:
        if isinstance(dim, ast.Constant | ast.UnaryOp) and re.fullmatch(r"-?\d+", site.text(dim)):
            for axis in (-1, *range(rank - 1)):
                if int(site.text(dim)) not in (axis, axis - rank, axis + rank):
                    yield site.change(f"along axis {axis}: `dim={axis}`", dim, str(axis))


def squeezed(site: Site) -> Iterator[Candidate]:
    """`squeeze()` of the one axis that is 1."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    dims = site.dims(node.args[0] if node.args else getattr(node.func, "value", node)) or ()
    for place in (place for place, dim in enumerate(dims) if dim == "1"):
        axis = place if place < len(dims) - 1 else -1
        inside = f", {axis}" if node.args else str(axis)
        yield site.change(f"squeeze axis {axis} only", node, f"{site.text(node)[:-1]}{inside})")


def all_axes_named(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """A `permute` that forgets the last axes leaves them where they are."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "permute":
        rank = site.rank(node.func.value) or 0
        if node.args and len(node.args) < rank and not isinstance(node.args[0], ast.Tuple | ast.List):
            rest = ", ".join(map(str, range(len(node.args), rank)))
            yield site.change("leave the last axes where they are", node, f"{site.text(node)[:-1]}, {rest})")


def all_sizes_named(site: Site, node: ast.Tuple) -> Iterator[Candidate]:
    """`b, s = x.shape` of three axes becomes `b, s, _ = x.shape`."""
    for line in site.source.nodes_around(node.lineno - 1):
        if isinstance(line, ast.Assign) and line.targets == [node] and isinstance(line.value, ast.Attribute):
            missing = (site.rank(line.value.value) or 0) - len(node.elts)
            if missing > 0:
                text = ", ".join([*map(site.text, node.elts), *["_"] * missing])
                yield site.change(f"take all sizes: `{text}`", node, text)
