"""The patterns of `match`: whether a value fits, and which names it gives."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from shapecoach.analysis import learned
from shapecoach.analysis.assignment import assign
from shapecoach.analysis.expressions import evaluate
from shapecoach.analysis.narrowing import compared, hold_equal, is_instance
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import UNKNOWN, Seq, Unknown
from shapecoach.shapes.dim import Dim


def bind(walk: Walk, pattern: ast.pattern, value: Value, node: ast.expr | None = None) -> bool | None:
    """Bind the names of a pattern, and say whether it is sure to match or not to.

    `node` is the expression that is matched: what a case says of `x.ndim` is known of x in it.
    """
    match pattern:
        case ast.MatchValue(value=expected):
            wanted = evaluate(walk, expected)
            if node is not None:
                learned.equal(walk, node, wanted)
            hold_equal(walk, value, wanted)
            return compared(ast.Eq(), value, wanted)
        case ast.MatchSingleton(value=constant):
            known = isinstance(value, bool) or value is None
            return value is constant if known else None
        case ast.MatchAs(pattern=inner, name=name):
            matched = True if inner is None else bind(walk, inner, value, node)
            if name is not None:
                walk.bind(name, value, pattern)
            return matched
        case ast.MatchOr(patterns=alternatives):
            bindings = walk.bindings
            found = [bind(walk, alternative, value) for alternative in alternatives]
            walk.bindings = bindings  # which of them it is, nobody knows
            return True if True in found else None if None in found else False
        case ast.MatchSequence(patterns=parts):
            return _sequence(walk, parts, value, node)
        case ast.MatchClass(cls=cls, patterns=[], kwd_patterns=[]):
            return is_instance(value, evaluate(walk, cls))
        case _:
            return _not_followed(walk, [pattern])


def pins_down(pattern: ast.pattern, value: Value) -> bool:
    """Whether a pattern says something of sizes that isn't followed: that one is 2 or 3, or that there are none."""
    sizes = value.items if isinstance(value, Seq) else (value,)
    if not any(isinstance(size, Dim) and size.constant is None for size in sizes):
        return False
    return any(
        isinstance(part, ast.MatchOr) or (isinstance(part, ast.Constant) and part.value == 0) for part in nodes(pattern)
    )


def _not_followed(walk: Walk, patterns: Sequence[ast.pattern]) -> None:
    """Patterns that may match or not, with names of which nothing is known."""
    for part in (part for pattern in patterns for part in nodes(pattern)):
        if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
            walk.env[part.name] = UNKNOWN
        if isinstance(part, ast.MatchMapping) and part.rest:
            walk.env[part.rest] = UNKNOWN


def _sequence(walk: Walk, parts: list[ast.pattern], value: Value, node: ast.expr | None) -> bool | None:
    starred = next((index for index, part in enumerate(parts) if isinstance(part, ast.MatchStar)), None)
    if starred is not None:
        return _starred(walk, parts, starred, value)
    if isinstance(value, Unknown) and node is not None and all(isinstance(part, ast.MatchAs) for part in parts):
        names = [ast.copy_location(ast.Name(_name(part), ast.Store()), part) for part in parts]
        target = ast.copy_location(ast.Tuple(list[ast.expr](names), ast.Store()), node)
        sizes = learned.unpacked(walk, target, node)
        if sizes is not None:
            assign(walk, target, sizes)
            return None
    if isinstance(value, Seq):
        if len(value.items) != len(parts):
            return False
        return _all(bind(walk, part, item) for part, item in zip(parts, value.items, strict=True))
    for part in parts:
        bind(walk, part, UNKNOWN)
    return None


def _starred(walk: Walk, parts: Sequence[ast.pattern], starred: int, value: Value) -> bool | None:
    """`[first, *rest, last]`: what is neither at the front nor at the end is the list `rest`."""
    if not isinstance(value, Seq):
        return _not_followed(walk, parts)
    after = len(parts) - starred - 1
    if len(value.items) < starred + after:
        return False
    star, end = parts[starred], len(value.items) - after
    if isinstance(star, ast.MatchStar) and star.name:
        walk.bind(star.name, Seq(value.items[starred:end], is_list=True), star)
    around = zip((*parts[:starred], *parts[starred + 1 :]), (*value.items[:starred], *value.items[end:]), strict=True)
    return _all(bind(walk, part, item) for part, item in around)


def _all(matched: Iterable[bool | None]) -> bool | None:
    found = list(matched)
    return False if False in found else None if None in found else True


def _name(part: ast.pattern) -> str:
    return part.name if isinstance(part, ast.MatchAs) and part.name else "_"
