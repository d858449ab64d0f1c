"""The nodes of a syntax tree, gathered once: many look through the same function for many things."""

from __future__ import annotations

import ast
from functools import cache, lru_cache


@lru_cache(maxsize=1024)
def nodes(root: ast.AST) -> tuple[ast.AST, ...]:
    """A node and all that it holds, as ast.walk gives them, but for the marks of what a name is used for."""
    return gathered(root)


def gathered(root: ast.AST) -> tuple[ast.AST, ...]:
    """The same, not remembered: for a whole file's tree, whose owner keeps them."""
    found = [root]
    for node in found:  # which grows
        found += children(node)
    return tuple(found)


_HOLD_NONE = frozenset("id attr arg ctx kind asname module level type_comment conversion simple is_async".split())
"""Fields with an identifier, a number or the mark of what a name is used for: most of all there are."""


@cache
def _holding(kind: type[ast.AST]) -> tuple[str, ...]:
    return tuple(name for name in kind._fields if name not in _HOLD_NONE)


def children(node: ast.AST) -> list[ast.AST]:
    """What a node holds, as ast.iter_child_nodes gives it, but for those marks."""
    found: list[ast.AST] = []
    for name in _holding(type(node)):
        held = getattr(node, name, None)
        if isinstance(held, ast.AST):
            found.append(held)
        elif isinstance(held, list):
            found += [part for part in held if isinstance(part, ast.AST)]  # pyright: ignore[reportUnknownVariableType]
    return found
