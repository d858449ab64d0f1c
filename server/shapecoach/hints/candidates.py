"""What might mend a finding: for each rule, the changes that people make most often, the likeliest first.

Nothing here has to be right: `proof` tries every candidate and keeps those that are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import combinations

from shapecoach.analysis.model import Analysis, Edit, Finding, Range
from shapecoach.analysis.source import Source
from shapecoach.hints.annotation_candidates import declared, declared_as_is, respelled
from shapecoach.hints.axis_candidates import (
    all_axes_named,
    all_sizes_named,
    another_axis,
    axis_added,
    batch_added,
    channels_moved,
    exchanged,
    squeezed,
    swapped,
    transposed,
)
from shapecoach.hints.lining_up import by_name, kept, lined_up, not_kept
from shapecoach.hints.order_candidates import cut_then_exchanged, in_order, rearranged
from shapecoach.hints.pattern_candidates import names_crossed, pattern_letters
from shapecoach.hints.proof import Candidate
from shapecoach.hints.site import Site


def candidates(source: Source, analysis: Analysis, finding: Finding) -> Iterator[Candidate]:
    """Changes that may mend a finding."""
    maker = _MAKERS.get(finding.rule)
    if maker is None:
        return
    if finding.rule == "annotation-syntax":
        yield from respelled(source, finding)
        return
    node = _expression_at(source, finding.range) or _call_around(source, finding.range)
    if node is not None:
        seen: set[tuple[Edit, ...]] = set()
        for candidate in maker(Site(source, analysis, node, finding)):
            if candidate.edits not in seen:
                seen.add(candidate.edits)
                yield candidate


def _expression_at(source: Source, place: Range) -> ast.expr | None:
    """The outermost expression that stands exactly there, unless it is a string, which only the call it is in mends."""
    for node in source.nodes_around(place.start.line):
        is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
        is_there = isinstance(node, ast.expr) and node.lineno - 1 == place.start.line and source.range(node) == place
        if isinstance(node, ast.expr) and is_there and not is_string:
            return node
    return None


def _call_around(source: Source, place: Range) -> ast.expr | None:
    """The innermost call with an argument that the place, a part of a pattern, is in."""
    found: ast.expr | None = None
    for node in source.nodes_around(place.start.line):
        if isinstance(node, ast.Call) and node.lineno - 1 <= place.start.line <= (node.end_lineno or 0):
            given = [*node.args, *node.keywords]
            if any(source.range(arg).start <= place.start and place.end <= source.range(arg).end for arg in given):
                found = node
    return found


# -- operations whose axes don't meet ---------------------------------------------------------------


def _operation(site: Site) -> Iterator[Candidate]:
    node = site.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield from transposed(site, node.right)
        yield from transposed(site, node.left)
        yield from swapped(site, node.left, node.right)
    elif isinstance(node, ast.BinOp):
        yield from lined_up(site, node.left, node.right)
    elif isinstance(node, ast.Compare):
        yield from lined_up(site, node.left, node.comparators[0])
    elif isinstance(node, ast.Tuple):
        yield from all_sizes_named(site, node)
    elif isinstance(node, ast.Call):
        yield from _call(site, node)


def _call(site: Site, node: ast.Call) -> Iterator[Candidate]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    yield from rearranged(site, node)
    if name in ("view", "reshape"):
        yield from cut_then_exchanged(site, node)
    if name in ("bmm", "mm") and isinstance(node.func, ast.Attribute):
        func = site.text(node.func)
        yield site.change("`matmul` takes any number of axes", node.func, func.removesuffix(name) + "matmul")
    if name == "transpose":
        yield from transposed(site, node)
    yield from all_axes_named(site, node)
    yield from pattern_letters(site, node)
    yield from another_axis(site, node)
    tensors = [part for arg in node.args for part in _tensors(arg)]
    for first, second in combinations(tensors[:3], 2):
        yield from swapped(site, first, second)
    if _is_layer(site, node) or name in _REARRANGES:
        return  # what a layer of the user's takes is said where it is built; a pattern moves the axes itself
    receiver = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    for arg in tensors[:2]:
        for other in (*receiver, *tensors[:2]):
            yield from by_name(site, arg, other)
    for arg in tensors[:2]:
        yield from channels_moved(site, arg)
        yield from transposed(site, arg)
        yield from axis_added(site, arg)


def _tensors(arg: ast.expr) -> list[ast.expr]:
    """What of an argument may be a tensor: itself, or the items of a list."""
    listed = arg.elts if isinstance(arg, ast.List | ast.Tuple) else [arg]
    return [each for each in listed if isinstance(each, ast.Name | ast.Attribute | ast.Call | ast.Subscript)]


_REARRANGES = frozenset({"rearrange", "reduce", "repeat"})


def _is_layer(site: Site, call: ast.Call) -> bool:
    """Whether a layer or a function of the user's is called, and not a method of a tensor or a library function."""
    func = call.func
    if isinstance(func, ast.Attribute):
        return site.text(func.value) == "self" and site.rank(func.value) is None
    return isinstance(func, ast.Name)


def _copied(site: Site) -> Iterator[Candidate]:
    """`reshape` for `view`."""
    match site.node:
        case ast.Call(func=ast.Attribute(value=base) as func):
            yield site.change("`reshape` copies where it must", func, f"{site.tight(base)}.reshape")
        case _:
            pass


def _paired(site: Site) -> Iterator[Candidate]:
    """Two operands of which each grows along an axis of the other."""
    node = site.node
    tensors = [part for arg in node.args for part in _tensors(arg)] if isinstance(node, ast.Call) else []
    if len(tensors) == 2:
        yield from lined_up(site, *tensors)
    elif not isinstance(node, ast.Call):
        yield from _operation(site)


def _along(site: Site) -> Iterator[Candidate]:
    if isinstance(site.node, ast.Call):
        yield from another_axis(site, site.node)


def _lost(site: Site) -> Iterator[Candidate]:
    yield from kept(site, site.node)


# -- arguments and results --------------------------------------------------------------------------


def _argument(site: Site) -> Iterator[Candidate]:
    yield from batch_added(site, site.node)
    if [*(site.dims(site.node) or ())] != site.declared_elsewhere()[1:]:  # else nothing but the first axis is missing
        yield from _value(site)


def _result(site: Site) -> Iterator[Candidate]:
    """What is returned in another form; after that, another annotation."""
    node, shape = site.node, declared(site)
    yield from not_kept(site, node)
    match node:
        case ast.Call(func=ast.Attribute(value=base, attr="view" | "reshape" | "flatten")) if shape is not None:
            yield from in_order(site, node, base, str(shape.value).split())
        case _:
            pass
    yield from _value(site)
    yield from declared_as_is(site)


def _value(site: Site) -> Iterator[Candidate]:
    """The expression itself in another form."""
    node = site.node
    yield from _operation(site)
    yield from transposed(site, node)
    yield from kept(site, node)
    if (site.dims(node) or ("1",))[-1:] == ("1",):
        yield site.change("drop the last axis", node, f"{site.tight(node)}.squeeze(-1)")
    yield from axis_added(site, node)


def _shape(site: Site) -> Iterator[Candidate]:
    """An operation that can't be, or a value that isn't as it is declared."""
    yield from _result(site) if declared(site) is not None else _operation(site)


def _crossed(site: Site) -> Iterator[Candidate]:
    """Names in each other's place: in a pattern, or in what is passed."""
    yield from names_crossed(site)
    if site.rank(site.node):
        yield from exchanged(site, site.node)


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
                f"convert `{site.short(part)}` with `.{method}()`", part, f"{site.tight(part)}.{method}()"
            )


def _operands_swapped(site: Site) -> Iterator[Candidate]:
    if isinstance(site.node, ast.Call):
        tensors = [arg for arg in site.node.args if isinstance(arg, ast.Name)]
        if len(tensors) == 2:
            yield from swapped(site, *tensors)


_MAKERS: dict[str, Callable[[Site], Iterator[Candidate]]] = {
    "shape-mismatch": _shape,
    "assumed-equal": _operation,
    "growing-broadcast": _paired,
    "lost-keepdim": _lost,
    "scrambled-reshape": _operation,
    "strided-view": _copied,
    "softmax-axis": _operation,
    "single-element": _operation,
    "short-index": _along,
    "reduced-twice": _operation,
    "open-squeeze": squeezed,
    "lone-axis": _operation,
    "einops-pattern": _operation,
    "crossed-names": _crossed,
    "merge-order": names_crossed,
    "swapped-operands": _operands_swapped,
    "argument-shape": _argument,
    "return-shape": _result,
    "dtype-mismatch": _dtype,
    "annotation-syntax": lambda site: iter(()),
}
