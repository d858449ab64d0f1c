"""Loops that count past the end of an axis: `for i in range(len(x)): x[i + 1]`, and windows that stand out there.

It is told only where the last round is sure to come to the index: nothing between the loop and it may leave it out, and
what is indexed stays the same.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapecoach.analysis import messages
from shapecoach.analysis.model import Severity
from shapecoach.analysis.tree import children, nodes
from shapecoach.analysis.values import Listing, Value
from shapecoach.probe.arguments import Seq, symbols_of
from shapecoach.probe.ask import probe
from shapecoach.probe.outcome import Never
from shapecoach.shapes.axis import SHORTEST_AXIS, Axis
from shapecoach.shapes.dim import Dim, Symbol
from shapecoach.shapes.tensor import Tensor

if TYPE_CHECKING:
    from shapecoach.analysis.walk import Walk

_LEAVES = (ast.Break, ast.Continue, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Assert, ast.Await)
_LEAVES_OUT = (
    *(ast.If, ast.IfExp, ast.BoolOp, ast.Compare, ast.While, ast.Match),
    *(ast.GeneratorExp, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
)
_LOOPS = (ast.For, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.DictComp)


def told_of_counting_past(walk: Walk, tensor: Tensor, axis: Axis, place: Dim, node: ast.Subscript) -> None:
    """Tell of a place that is behind the last one of an axis in the last round of a loop."""
    counter = next((symbol for symbol in place.symbols() if symbol.below is not None), None)
    if counter is None or counter.below is None or not isinstance(node.value, ast.Name):
        return
    last = place.substitute({counter: counter.below - 1})
    excess = (last - axis.dim).constant
    if excess is None or excess < 0 or place - Dim.of(counter) != last - (counter.below - 1):
        return
    path = _path(walk.function or walk.source.tree, node)
    at = next((at for at, part in reversed([*enumerate(path)]) if _counter(walk, part, counter)), None)
    counted = _counter(walk, path[at], counter) if at is not None else None
    if counted is None or any(isinstance(part, ast.Try | ast.TryStar) for part in path):  # which may count on it
        return
    if not _comes_to_its_end(walk, path[at:], counted.name, node.value.id):
        return
    message = (
        f"in the last round `{counted.name}` is {walk.shown_dim(counter.below - 1)}, and "
        f"`{messages.code(walk, node) or 'this'}` picks item {walk.shown_dim(last)} of an axis whose last is "
        f"{walk.shown_dim(axis.dim - 1)}: `{node.value.id}` is {walk.shown(tensor)}"
    )
    if counted.is_range:
        right, written = (walk.shown_dim(end) for end in (counter.below - 1 - excess, counter.below))
        message += f"; `range` should go to {right}, not {written}"
    walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)


def told_of_standing_out(
    walk: Walk, path: str, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.expr
) -> bool:
    """Tell of `torch.stack([x[i : i + 8] for i in range(len(x))])`: the last windows are shorter than the others."""
    made = node.args[0] if isinstance(node, ast.Call) and node.args else None
    match made, args:
        case ast.ListComp(elt=window), [Listing(item=Tensor() as item), *others]:
            pass
        case _:
            return False
    match _rounds(made):
        case [(ast.Name(id=name), ast.Call(func=ast.Name(id="range"), args=[*start, stop], keywords=[]))]:
            end = _evaluated(walk, stop)
            counters = [each for each in symbols_of(item) if each.below is not None and each.below == end]
        case _:
            return False
    if len(counters) != 1 or not isinstance(end, Dim) or not _has_rounds(walk, counters[0], start, least=2):
        return False
    counter, last = counters[0], end - 1
    windows = [item.substitute({counter: last - back}) for back in (1, 0)]
    if not isinstance(probe(path, (Seq(tuple(windows), is_list=True), *others), kwargs), Never):
        return False
    longer, shorter = map(walk.shown, windows)
    message = (
        f"the parts don't fit together: `{messages.code(walk, window) or 'this'}` is {shorter} in the last round, "
        f"where `{name}` is {walk.shown_dim(last)}, and {longer} in the one before"
    )
    if (right := _end_of_whole_windows(item, counter)) is not None:
        message += f"; `range` should go to {walk.shown_dim(right)}, not {walk.shown_dim(end)}"
    walk.finding("shape-mismatch", Severity.ERROR, walk.source.range(node), message)
    return True


def _end_of_whole_windows(item: Tensor, counter: Symbol) -> Dim | None:
    """Up to where a loop has to count for each of its windows, `min(seq - i, 8)` long, to be as long as they should."""
    dims = item.shape.plain_dims() if item.shape is not None else ()
    for parts in (choice.parts for dim in dims for choice in dim.choices()):
        lengths = [part for part in parts if counter not in part.symbols()]
        ends = [part + Dim.of(counter) for part in parts if counter in part.symbols()]
        if len(lengths) == len(ends) == 1 and counter not in ends[0].symbols():
            return ends[0] - lengths[0] + 1
    return None


@dataclass(frozen=True, slots=True)
class _Counter:
    """The variable that counts."""

    name: str
    is_range: bool


def _counter(walk: Walk, loop: ast.AST, symbol: Symbol) -> _Counter | None:
    """The variable of a loop that is this symbol, if it takes every number up to its last, and has one."""
    match _rounds(loop):
        case [(ast.Name(id=name), ast.Call(func=ast.Name(id="range"), args=[*start, _], keywords=[]))]:
            counter = _Counter(name, is_range=True)
        case [(ast.Tuple(elts=[ast.Name(id=name), _]), ast.Call(func=ast.Name(id="enumerate"), args=[_], keywords=[]))]:
            counter, start = _Counter(name, is_range=False), list[ast.expr]()
        case _:
            return None
    return counter if walk.env.get(name) == Dim.of(symbol) and _has_rounds(walk, symbol, start) else None


def _rounds(loop: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """What a loop or comprehension binds, and to the items of what; nothing where it leaves some of these out."""
    match loop:
        case ast.For(target=target, iter=iterated):
            return [(target, iterated)]
        case ast.ListComp(generators=parts) | ast.SetComp(generators=parts) | ast.DictComp(generators=parts):
            return [] if any(part.ifs for part in parts) else [(part.target, part.iter) for part in parts]
        case _:
            return []


def _has_rounds(walk: Walk, symbol: Symbol, start: Sequence[ast.expr], least: int = 1) -> bool:
    """Whether there are so many numbers between its start and its end, if there are as many as a name says."""
    first = _evaluated(walk, start[0]) if start else Dim.of(0)
    if len(start) > 1 or symbol.below is None or not isinstance(first, Dim):
        return False
    rounds = symbol.below - first
    return rounds.evaluate(dict.fromkeys(rounds.symbols(), SHORTEST_AXIS)) >= least


def _evaluated(walk: Walk, node: ast.expr) -> Value:
    from shapecoach.analysis.expressions import evaluate

    with walk.silently():
        return evaluate(walk, node)


def _comes_to_its_end(walk: Walk, path: Sequence[ast.AST], counter: str, held: str) -> bool:
    """Whether every round of the loop at the path's beginning comes to its end, and what is `held` stays the same."""
    loop, *within = path
    bound = [part.id for part in nodes(loop) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)]

    def has_rounds(inner: ast.AST) -> bool:
        iterated = [each for _, each in _rounds(inner)]
        names = {part.id for each in iterated for part in nodes(each) if isinstance(part, ast.Name)}
        return bool(iterated) and names.isdisjoint(bound) and all(_has_items(walk, each) for each in iterated)

    return (
        not any(isinstance(part, _LEAVES) for part in nodes(loop))
        and not any(isinstance(part, _LEAVES_OUT) for part in within)
        and all(has_rounds(part) for part in within if isinstance(part, _LOOPS))
        and (bound.count(counter), bound.count(held)) == (1, 0)
    )


def _has_items(walk: Walk, iterated: ast.expr) -> bool:
    match iterated:
        case ast.Call(func=ast.Name(id="range"), args=[_], keywords=[]):
            return True
        case ast.Name(id=name):
            return isinstance(walk.env.get(name), Tensor)
        case _:
            return False


def _path(root: ast.AST, node: ast.AST) -> list[ast.AST]:
    """What holds a node, from the root down to itself; empty where the root doesn't."""
    if root is node:
        return [root]
    for child in children(root):
        if path := _path(child, node):
            return [root, *path]
    return []
