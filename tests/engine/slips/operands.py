"""Slips in what an operation is given: operands, sizes and indices swapped, a transpose too many or too few."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from .edits import Slip, Slips, Text, is_method, name_of

_TAKES_SIZES = frozenset(
    "view reshape permute transpose expand repeat zeros ones rand randn empty eye unflatten".split()
)
_MAKES_A_LAYER = frozenset("Linear Conv2d Conv1d Embedding GRU LSTM Bilinear".split())
_MOVES_AXES = frozenset("transpose permute rearrange swapaxes movedim".split())


def swapped_operands(node: ast.AST, source: Text) -> Iterator[Slip]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        operands = [node.left, node.right]
    elif isinstance(node, ast.Call) and name_of(node) in ("einsum", "matmul", "bmm", "outer", "cdist"):
        operands = [argument for argument in node.args if not isinstance(argument, ast.Constant)]
    else:
        return
    for first, second in itertools.combinations(operands, 2):
        yield source.swap(first, second), f"operands {ast.unparse(first)} and {ast.unparse(second)} swapped"


def swapped_sizes(node: ast.AST, source: Text) -> Iterator[Slip]:
    """Two sizes or axis numbers in each other's place, and the names that a shape is taken apart into."""
    if isinstance(node, ast.Call) and name_of(node) in _TAKES_SIZES | _MAKES_A_LAYER:
        axes = node.args
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        axes = node.targets[0].elts
    else:
        return
    for first, second in itertools.combinations(axes, 2):
        yield source.swap(first, second), f"{ast.unparse(first)} and {ast.unparse(second)} swapped"


def swapped_indices(node: ast.AST, source: Text) -> Iterator[Slip]:
    """`x[:, None]` for `x[None, :]`, `x[1:, :]` for `x[:, 1:]`."""
    if not isinstance(node, ast.Subscript) or node in source.skipped or not isinstance(node.slice, ast.Tuple):
        return
    for first, second in itertools.combinations(node.slice.elts, 2):
        yield source.swap(first, second), f"[{ast.unparse(first)}] and [{ast.unparse(second)}] swapped"


def lost_index(node: ast.AST, source: Text) -> Iterator[Slip]:
    """The inserted axes left out, or inserted in front."""
    if not isinstance(node, ast.Subscript) or node in source.skipped:
        return
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if any(isinstance(part, ast.Constant) and part.value is None for part in parts):
        value = source.of(node.value)
        only_inserts = all(not isinstance(part, ast.Slice) or ast.unparse(part) == ":" for part in parts)
        if only_inserts and all(isinstance(part, ast.Slice | ast.Constant) for part in parts):
            yield [(source.span(node), value)], f"[{ast.unparse(node.slice)}] left out"
            yield [(source.span(node), f"{value}[None]")], f"[{ast.unparse(node.slice)}] written [None]"


def lost_transpose(node: ast.AST, source: Text) -> Iterator[Slip]:
    if isinstance(node, ast.Call) and name_of(node) in _MOVES_AXES and node.args:
        kept = node.func.value if is_method(node) and isinstance(node.func, ast.Attribute) else node.args[0]
        yield [(source.span(node), source.of(kept))], f"{name_of(node)} left out"
    elif isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield [(source.span(node), source.of(node.value))], f".{node.attr} left out"


def added_transpose(node: ast.AST, source: Text) -> Iterator[Slip]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for operand in (node.left, node.right):
            if isinstance(operand, ast.Name | ast.Attribute) and getattr(operand, "attr", "") not in ("T", "mT"):
                yield [(source.span(operand), source.of(operand) + ".mT")], f"{ast.unparse(operand)} transposed"


def view_for_transpose(node: ast.AST, source: Text) -> Iterator[Slip]:
    """`x.view(b, s, h, e).transpose(1, 2)` written `x.view(b, h, s, e)`, `x.permute(0, 2, 1)` written as a reshape."""
    if not isinstance(node, ast.Call) or name_of(node) not in ("transpose", "permute") or not is_method(node):
        return
    assert isinstance(node.func, ast.Attribute)
    inner = node.func.value
    places = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
    if isinstance(inner, ast.Call) and name_of(inner) in ("view", "reshape") and len(places) == 2:
        sizes = [source.of(size) for size in inner.args]
        first, second = places
        if isinstance(first, int) and isinstance(second, int) and max(first, second) < len(sizes):
            sizes[first], sizes[second] = sizes[second], sizes[first]
            text = f"{source.of(inner.func)}({', '.join(sizes)})"
            yield [(source.span(node), text)], f"{name_of(node)} done by {name_of(inner)}"
    else:
        text = f"{source.of(inner)}.reshape({source.of(node)}.shape)"
        yield [(source.span(node), text)], f"{name_of(node)} done by reshape"


SLIPS: dict[str, Slips] = {
    "operands swapped": swapped_operands,
    "sizes swapped": swapped_sizes,
    "indices swapped": swapped_indices,
    "inserted axis lost": lost_index,
    "transpose lost": lost_transpose,
    "transpose added": added_transpose,
    "view for transpose": view_for_transpose,
}
