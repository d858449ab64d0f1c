"""Closed functions: those whose callers need nothing but their signature, which stands on lines of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from shapecoach.analysis.said import says_all
from shapecoach.analysis.tree import children, nodes

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_closed: WeakKeyDictionary[ast.AST, bool] = WeakKeyDictionary()


def is_closed(node: ast.AST) -> bool:
    """Whether callers need nothing of a function but its signature, which stands on lines of its own."""
    known = _closed.get(node)
    if known is None:
        known = _closed[node] = _says_all_before_its_body(node)
    return known


def _says_all_before_its_body(node: ast.AST) -> bool:
    return (
        isinstance(node, Definition)
        and node.returns is not None
        and says_all(node.returns)
        and node.name != "__init__"
        and node.body[0].lineno > (node.returns.end_lineno or node.lineno)
        and not _may_decorate(node)
    )


def but_closed_bodies(tree: ast.AST) -> list[ast.AST]:
    """The nodes of a tree, those in the bodies of closed functions left out."""
    found = [tree]
    for node in found:  # which grows
        apart = set(map(id, node.body)) if isinstance(node, Definition) and is_closed(node) else ()
        found += (part for part in children(node) if id(part) not in apart)
    return found


def _may_decorate(node: Definition) -> bool:
    """Whether it may be a decorator, of which the body says more than `Callable[P, R]` or `F` does.

    It gives a function that it defines, or what it was given: `def noted(function: F) -> F`.
    """
    said = ast.unparse(node.returns) if node.returns is not None else ""
    if said == "None" or (not said.isidentifier() and "Callable" not in said):
        return False
    gives = {part.name for part in nodes(node) if isinstance(part, Definition)}
    match node.args.args:
        case [ast.arg(arg=name, annotation=ast.expr() as kind)] if ast.unparse(kind) == said or "Callable" in said:
            gives.add(name)
        case _:
            pass
    results = (part.value for part in nodes(node) if isinstance(part, ast.Return))
    return any(isinstance(result, ast.Name) and result.id in gives for result in results)


def definitions(body: Sequence[ast.stmt]) -> Iterator[Definition]:
    """The functions and methods of a module, those inside functions left out."""
    for statement in body:
        if isinstance(statement, Definition):
            yield statement
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from definitions(getattr(statement, name, ()))
