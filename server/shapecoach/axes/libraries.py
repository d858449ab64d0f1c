"""Which names of a file are einops', jaxtyping's or an `einsum`, going by its imports alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

_STARS = {
    "einops": "rearrange reduce repeat einsum pack unpack parse_shape".split(),
    "jaxtyping": "Float Int UInt Integer Complex Inexact Real Num Bool Shaped Float16 Float32 Float64 BFloat16 "
    "Int8 Int16 Int32 Int64 UInt8".split(),
}
_SAME = {"torch.functional.einsum": "torch.einsum", "jax.numpy.einsum": "numpy.einsum"}


def library_names(statements: Iterable[ast.stmt]) -> Mapping[str, str]:
    """What each imported name stands for: `{"F": "torch.nn.functional", "rearrange": "einops.rearrange"}`.

    A name that the file also defines itself stands for nothing.
    """
    names: dict[str, str] = {}
    defined: set[str] = set()
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            for alias in node.names:
                given = _STARS.get(node.module, []) if alias.name == "*" else [alias.name]
                names.update({alias.asname or name: f"{node.module}.{name}" for name in given})
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.col_offset:
            defined.add(node.name)
    return {name: path for name, path in names.items() if name not in defined}


def path_of(node: ast.expr, names: Mapping[str, str]) -> str:
    """The library path that a dotted name stands for, `einops.rearrange`; empty where it is none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return library_path(".".join([node.id, *reversed(parts)]), names) if isinstance(node, ast.Name) else ""


def library_path(dotted: str, names: Mapping[str, str]) -> str:
    """The same for a dotted name that is given as text."""
    first, _, rest = dotted.partition(".")
    if first not in names:
        return ""
    path = f"{names[first]}.{rest}" if rest else names[first]
    return _SAME.get(path, path)


def statements_of(node: ast.AST) -> Iterator[ast.stmt]:
    """Every statement in a node, however deep; expressions hold none."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.stmt) and one is not node:
            yield one
        held = (getattr(one, name, None) for name in ("cases", "finalbody", "handlers", "orelse", "body"))
        waiting += [part for parts in held if isinstance(parts, list) for part in reversed(cast(list[ast.AST], parts))]
