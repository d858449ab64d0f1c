"""Which statement a name has its value from, where that is sure."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard, cast

from shapecoach.flow.known import Known

Loop = ast.For | ast.AsyncFor | ast.While
_OWN_NAMES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


def binding_of(name: ast.Name, known: Known) -> ast.Assign | ast.AnnAssign | None:
    """The assignment that a name read somewhere has its value from.

    None for a parameter, and where it may come from several: bound in a branch, again in a loop, in another function.
    """
    path = known.around(known.source.range(name))
    for outer, inner in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        if isinstance(inner, ast.stmt):
            for statement in reversed(list(_before(outer, inner))):
                if name.id in names_bound(statement):
                    return statement if _gives(statement, name.id) else None
        if isinstance(outer, Loop) and name.id in names_bound(outer):
            return None
        if isinstance(outer, _OWN_NAMES):
            return None
    return None


def _gives(statement: ast.stmt, name: str) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    """Whether a statement is an assignment that gives the name its value, and nothing else to decide."""
    match statement:
        case ast.Assign(targets=[ast.Name()]):
            return True
        case ast.Assign(targets=[ast.Tuple() | ast.List() as target]):
            return any(isinstance(part, ast.Name) and part.id == name for part in target.elts)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr()):
            return True
        case _:
            return False


def _before(outer: ast.AST, inner: ast.stmt) -> Sequence[ast.stmt]:
    """The statements in front of one in its block."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(outer, name, None)
        if isinstance(block, list) and inner in block:
            return cast(list[ast.stmt], block)[: cast(list[ast.stmt], block).index(inner)]
    return []


def names_bound(node: ast.AST) -> set[str]:
    """The names that a statement binds, wherever in it, functions of its own aside."""
    return set(_bound(node))


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(ctx=ast.Store() | ast.Del(), id=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.Lambda():
            pass
        case _:
            for part in ast.iter_child_nodes(node):
                yield from _bound(part)
