"""Slips in the axis an operation goes along, and in whether it keeps that axis."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from .edits import Slip, Slips, Text, is_method, name_of

_REDUCES = frozenset("sum mean std var norm max min amax amin argmax argmin any all logsumexp prod topk median".split())
_ALONG = frozenset(
    "softmax log_softmax cumsum cumprod cat stack concat unsqueeze squeeze flatten chunk split gather index_select "
    "normalize sort flip roll unfold index_add select glu cross diff logcumsumexp".split()
)
_DIMS = (0, 1, 2, -1, -2)


def _axis_nodes(call: ast.Call) -> list[ast.expr]:
    """The axis numbers of a call, `1` in `x.sum(1)`, `-1` in `torch.cat(xs, dim=-1)`."""
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("dim", "axis", "dimension", "dims")]
    if named:
        return named
    place = 0 if is_method(call) else 1
    if name_of(call) in ("topk", "chunk", "split"):
        place += 1
    return [call.args[place]] if place < len(call.args) else []


def other_axis(node: ast.AST, source: Text) -> Iterator[Slip]:
    """Another axis to reduce, normalise, join or insert than the one meant."""
    if not isinstance(node, ast.Call) or name_of(node) not in _REDUCES | _ALONG:
        return
    for axis in _axis_nodes(node):
        if isinstance(axis, ast.Constant | ast.UnaryOp):
            for other in _DIMS:
                if str(other) != source.of(axis):
                    yield [(source.span(axis), str(other))], f"{name_of(node)} along {source.of(axis)} written {other}"
        elif isinstance(axis, ast.Tuple):
            for one in axis.elts:
                rest = [source.of(other) for other in axis.elts if other is not one]
                text = f"({', '.join(rest)}{',' if len(rest) == 1 else ''})"
                yield [(source.span(axis), text)], f"{name_of(node)} without axis {source.of(one)}"


def other_transpose(node: ast.AST, source: Text) -> Iterator[Slip]:
    if name_of(node) == "transpose" and isinstance(node, ast.Call):
        for dim in node.args:
            for other in range(4):
                yield [(source.span(dim), str(other))], f"dim {ast.unparse(dim)} written {other}"


def swapped_permutation(node: ast.AST, source: Text) -> Iterator[Slip]:
    """Two entries of a tuple of sizes or axes: `reshape((b, s))`."""
    if isinstance(node, ast.Call) and name_of(node) in ("view", "reshape", "permute", "expand", "pad"):
        for argument in node.args:
            if isinstance(argument, ast.Tuple):
                for first, second in itertools.combinations(argument.elts, 2):
                    yield source.swap(first, second), f"{ast.unparse(first)} and {ast.unparse(second)} swapped"


def keepdim(node: ast.AST, source: Text) -> Iterator[Slip]:
    """`keepdim=True` left out, or written where it isn't meant."""
    if not isinstance(node, ast.Call) or name_of(node) not in _REDUCES - {"topk"}:
        return
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "self":
        return
    for keyword in node.keywords:
        if keyword.arg == "keepdim":
            yield [(source.span(keyword.value), "False")], "keepdim left out"
            return
    if _axis_nodes(node):
        span = source.span(node)
        yield [(span, source.of(node)[:-1] + ", keepdim=True)")], "keepdim written"


SLIPS: dict[str, Slips] = {
    "other axis": other_axis,
    "other transpose": other_transpose,
    "permutation swapped": swapped_permutation,
    "keepdim": keepdim,
}
