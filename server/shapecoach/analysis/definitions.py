"""What the names of a function stand for, where that is written once: `scale` for `(variance + eps).sqrt()`.

Rules that look at how an expression is written see through such names.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from shapecoach.analysis.tree import nodes
from shapecoach.analysis.values import FunctionNode
from shapecoach.analysis.walk import Walk

DEEPEST = 4
"""How many names in a row are seen through."""


@lru_cache(maxsize=512)
def _definitions(function: FunctionNode) -> tuple[Mapping[str, ast.expr], frozenset[str]]:
    """The values of names that are bound once, by a plain assignment; and the names that are bound more than once."""
    bound = Counter(part.arg for part in nodes(function.args) if isinstance(part, ast.arg))
    bound.update(part.id for part in nodes(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    values: dict[str, ast.expr] = {}
    for part in nodes(function):
        if isinstance(part, ast.Assign) and len(part.targets) == 1 and isinstance(part.targets[0], ast.Name):
            values[part.targets[0].id] = part.value
        elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and part.value is not None:
            values[part.target.id] = part.value
    once = {name: value for name, value in values.items() if bound[name] == 1}
    return once, frozenset(name for name, times in bound.items() if times > 1)


def written(walk: Walk, node: ast.expr) -> ast.expr:
    """The expression that a name stands for; anything else, and a name that is bound more than once, is itself."""
    for _ in range(DEEPEST):
        if not isinstance(node, ast.Name) or walk.function is None:
            break
        value = _definitions(walk.function)[0].get(node.id)
        if value is None:
            break
        node = value
    return node


def parts(walk: Walk, node: ast.expr, depth: int = DEEPEST) -> Iterator[ast.expr]:
    """An expression and everything in it, seen through names."""
    for part in nodes(node):
        if isinstance(part, ast.Name) and depth:
            value = written(walk, part)
            if value is not part:
                yield from parts(walk, value, depth - 1)
        if isinstance(part, ast.expr):
            yield part


def is_settled(walk: Walk, node: ast.expr) -> bool:
    """Whether an expression means the same wherever it stands in the function: none of its names is bound anew."""
    if walk.function is None:
        return True
    changing = _definitions(walk.function)[1]
    return not any(isinstance(part, ast.Name) and part.id in changing for part in nodes(node))
