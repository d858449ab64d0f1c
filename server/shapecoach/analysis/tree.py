"""The nodes of a syntax tree, gathered once: many look through the same function for many things."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=1024)
def nodes(root: ast.AST) -> tuple[ast.AST, ...]:
    """A node and all that it holds, as ast.walk gives them, but for the marks of what a name is used for."""
    return gathered(root)


def gathered(root: ast.AST) -> tuple[ast.AST, ...]:
    """The same, not remembered: for a whole file's tree, whose owner keeps them."""
    found = [root]
    for node in found:  # which grows
        for name in node._fields:
            held = getattr(node, name, None)
            if isinstance(held, list):
                found += [part for part in held if isinstance(part, ast.AST)]  # pyright: ignore[reportUnknownVariableType]
            elif isinstance(held, ast.AST) and not isinstance(held, ast.expr_context):
                found.append(held)
    return tuple(found)
