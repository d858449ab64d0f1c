"""What might mend a finding: for each rule, the changes that people make most often, the likeliest first.

Nothing here has to be right: `proof` tries every candidate and keeps those that are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import combinations

from shapecoach.analysis.model import Analysis, Edit, Finding, Range
from shapecoach.analysis.source import Source
from shapecoach.analysis.tree import nodes
from shapecoach.hints.pattern_candidates import names_crossed, pattern_letters, quoted
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def candidates(source: Source, analysis: Analysis, finding: Finding) -> Iterator[Candidate]:
    """Changes that may mend a finding."""
    maker = _MAKERS.get(finding.rule)
    if maker is None:
        return
    if finding.rule == "annotation-syntax":
        yield from _annotation(source, finding)
        return
    node = _expression_at(source, finding.range) or _call_around(source, finding.range)
    if node is not None:
        seen: set[tuple[Edit, ...]] = set()
        for candidate in maker(Site(source, analysis, node)):
            if candidate.edits not in seen:
                seen.add(candidate.edits)
                yield candidate


def _expression_at(source: Source, place: Range) -> ast.expr | None:
    """The outermost expression that stands exactly there, unless it is a string, which only the call it is in mends."""
    for node in source.nodes:
        is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
        is_there = isinstance(node, ast.expr) and node.lineno - 1 == place.start.line and source.range(node) == place
        if isinstance(node, ast.expr) and is_there and not is_string:
            return node
    return None


def _call_around(source: Source, place: Range) -> ast.expr | None:
    """The innermost call with an argument that the place, a part of a pattern, is in."""
    found: ast.expr | None = None
    for node in source.nodes:  # what is inside comes later
        if isinstance(node, ast.Call) and node.lineno - 1 <= place.start.line <= (node.end_lineno or 0):
            given = [*node.args, *node.keywords]
            if any(source.range(arg).start <= place.start and place.end <= source.range(arg).end for arg in given):
                found = node
    return found


# -- operations whose axes don't meet ---------------------------------------------------------------


def _operation(site: Site) -> Iterator[Candidate]:
    node = site.node
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.MatMult):
            yield from _transposed(site, node.right)
            yield from _transposed(site, node.left)
            yield from _swapped(site, node.left, node.right)
        else:
            yield from _lined_up(site, node)
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("view", "reshape"):
            yield from _split_then_transposed(site, node)
        yield from pattern_letters(site, node)
        yield from _other_axis(site, node)
        tensors = [arg for arg in node.args if isinstance(arg, ast.Name | ast.Attribute | ast.Call)]
        for first, second in combinations(tensors[:3], 2):
            yield from _swapped(site, first, second)
        if _is_layer(site, node) or name in _REARRANGES:
            return  # what a layer of the user's takes is said where it is built; a pattern moves the axes itself
        for arg in tensors[:2]:
            yield from _transposed(site, arg)
            yield from _axis_added(site, arg)


_REARRANGES = frozenset({"rearrange", "reduce", "repeat"})


def _is_layer(site: Site, call: ast.Call) -> bool:
    """Whether a layer or a function of the user's is called, and not a method of a tensor or a library function."""
    func = call.func
    if isinstance(func, ast.Attribute):
        return site.text(func.value) == "self" and site.rank(func.value) is None
    return isinstance(func, ast.Name)


def _transposed(site: Site, node: ast.expr) -> Iterator[Candidate]:
    text = _tight(site, node)
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield site.change(f"use `{site.text(node.value)}` without `.{node.attr}`", node, site.text(node.value))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "transpose":
        kept, dropped = site.text(node.func.value), site.text(node).removeprefix(site.text(node.func.value))
        yield site.change(f"use `{kept}` without `{dropped}`", node, kept)
    elif (site.rank(node) or 0) >= 2:
        method = ".T" if site.rank(node) == 2 else ".transpose(-2, -1)"
        yield site.change(f"transpose `{_short(site.text(node))}`", node, text + method)


def _swapped(site: Site, first: ast.expr, second: ast.expr) -> Iterator[Candidate]:
    if site.rank(first) is None or site.rank(second) is None:
        return
    yield Candidate(
        f"swap `{_short(site.text(first))}` and `{_short(site.text(second))}`",
        (
            Edit(site.source.range(first), site.text(second)),
            Edit(site.source.range(second), site.text(first)),
        ),
    )


def _lined_up(site: Site, node: ast.BinOp) -> Iterator[Candidate]:
    """Elementwise: keep a reduced axis, drop an axis of size 1, or add one."""
    sides = (node.left, node.right)
    for side in sides:
        for call in _reductions(side):
            text = site.text(call)
            if "keepdim" not in text:
                yield site.change("keep the reduced axis: `keepdim=True`", call, f"{text[:-1]}, keepdim=True)")
    for side in sides:
        if not isinstance(side, ast.Constant):
            text, short = _tight(site, side), _short(site.text(side))
            yield site.change(f"drop the last axis of `{short}`", side, f"{text}.squeeze(-1)")
    for side, other in (sides, sides[::-1]):
        if (site.rank(side) or 0) < (site.rank(other) or 0):
            yield from _axis_added(site, side)


def _reductions(node: ast.expr) -> Iterator[ast.Call]:
    for part in nodes(node):
        method = part.func.attr if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) else ""
        if isinstance(part, ast.Call) and method in _REDUCING and (part.args or part.keywords):
            yield part


_REDUCING = frozenset("mean sum std var amax amin norm logsumexp prod".split())


def _axis_added(site: Site, node: ast.expr) -> Iterator[Candidate]:
    text, short = _tight(site, node), _short(site.text(node))
    if site.rank(node) == 1:
        yield site.change(f"add a second axis to `{short}`", node, f"{text}[:, None]")
    elif site.rank(node):
        yield site.change(f"add a last axis to `{short}`", node, f"{text}[..., None]")
        yield site.change(f"add a second axis to `{short}`", node, f"{text}[:, None]")


def _other_axis(site: Site, node: ast.Call) -> Iterator[Candidate]:
    """Another `dim`, the last axis first, each axis once."""
    given = [keyword.value for keyword in node.keywords if keyword.arg == "dim"]
    given += node.args[:1] if isinstance(node.func, ast.Attribute) else node.args[1:2]
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    ranks = (site.rank(part) for part in (receiver, *node.args[:1]) if part is not None)
    rank = next((rank for rank in ranks if rank is not None), 3)
    for dim in given:
        if isinstance(dim, ast.Constant | ast.UnaryOp) and re.fullmatch(r"-?\d+", site.text(dim)):
            for axis in (-1, *range(rank - 1)):
                if int(site.text(dim)) not in (axis, axis - rank, axis + rank):
                    yield site.change(f"along axis {axis}: `dim={axis}`", dim, str(axis))


def _squeezed(site: Site) -> Iterator[Candidate]:
    """`squeeze()` of the one axis that is 1."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    dims = site.dims(node.args[0] if node.args else getattr(node.func, "value", node)) or ()
    for place in (place for place, dim in enumerate(dims) if dim == "1"):
        axis = place if place < len(dims) - 1 else -1
        inside = f", {axis}" if node.args else str(axis)
        yield site.change(f"squeeze axis {axis} only", node, f"{site.text(node)[:-1]}{inside})")


def _split_then_transposed(site: Site, node: ast.Call) -> Iterator[Candidate]:
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


# -- arguments and results --------------------------------------------------------------------------


def _value(site: Site) -> Iterator[Candidate]:
    """The expression itself in another form."""
    node, text = site.node, _tight(site, site.node)
    yield from _operation(site)
    yield from _transposed(site, node)
    for call in _reductions(node):
        if "keepdim" not in site.text(call):
            yield site.change("keep the reduced axis: `keepdim=True`", call, f"{site.text(call)[:-1]}, keepdim=True)")
    yield site.change("drop the last axis", node, f"{text}.squeeze(-1)")
    yield from _axis_added(site, node)


def _dtype(site: Site) -> Iterator[Candidate]:
    node = site.node
    parts: list[ast.expr] = [node.left, node.right] if isinstance(node, ast.BinOp) else []
    if isinstance(node, ast.Call):
        parts = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        parts += [arg for arg in node.args if isinstance(arg, ast.Name | ast.Attribute | ast.Call)]
    if isinstance(node, ast.Subscript):
        parts = [node.slice]
    for method in ("float", "long"):
        for part in [*parts, node]:
            yield site.change(
                f"convert `{_short(site.text(part))}` with `.{method}()`", part, f"{_tight(site, part)}.{method}()"
            )


def _annotation(source: Source, finding: Finding) -> Iterator[Candidate]:
    """Commas between axes become spaces; an expression loses its blanks."""
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.lineno - 1 == finding.range.start.line
        ):
            place = source.range(node)
            if place.start <= finding.range.start and finding.range.end <= place.end:
                for new in (
                    " ".join(node.value.replace(",", " ").split()),
                    re.sub(r"\s*([-+*/])\s*", r"\1", node.value),
                    re.sub(r"[()\[\]]", "", node.value),
                ):
                    if new != node.value:
                        yield Candidate(f'write "{new}"', (Edit(place, quoted(source.segment(node), new)),))


def _operands_swapped(site: Site) -> Iterator[Candidate]:
    if isinstance(site.node, ast.Call):
        tensors = [arg for arg in site.node.args if isinstance(arg, ast.Name)]
        if len(tensors) == 2:
            yield from _swapped(site, *tensors)


def _tight(site: Site, node: ast.expr) -> str:
    """The node's text, in parentheses where a method could not follow it otherwise."""
    text = site.text(node)
    plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Tuple | ast.List)
    return text if plain else f"({text})"


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:27] + "..."


_MAKERS: dict[str, Callable[[Site], Iterator[Candidate]]] = {
    "shape-mismatch": _operation,
    "assumed-equal": _operation,
    "growing-broadcast": _operation,
    "scrambled-reshape": _operation,
    "softmax-axis": _operation,
    "single-element": _operation,
    "reduced-twice": _operation,
    "open-squeeze": _squeezed,
    "lone-axis": _operation,
    "einops-pattern": _operation,
    "crossed-names": names_crossed,
    "merge-order": names_crossed,
    "swapped-operands": _operands_swapped,
    "argument-shape": _value,
    "return-shape": _value,
    "dtype-mismatch": _dtype,
    "annotation-syntax": lambda site: iter(()),
}
