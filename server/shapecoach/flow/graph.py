"""The tensors of a function and the operations between them, as a graph."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from shapecoach.analysis.model import Range
from shapecoach.flow.following import Role, follow
from shapecoach.flow.known import Dims, Function, Known, Scope


@dataclass(frozen=True, slots=True)
class Node:
    """A tensor: its name, empty where it has none, its axes, where it comes about, and what is written there."""

    name: str
    dims: Dims | None
    role: Role
    place: Range
    text: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An operation from one node to another, by their places in `Flow.nodes`; the first is the smaller one."""

    source: int
    target: int
    operation: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow through one function, or through a module, whose name is empty."""

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def flow_of(scope: Scope, name: str, known: Known) -> Flow:
    """The flow through a function, or through what a module does itself; empty where it is too deep to follow."""
    try:
        found = follow(scope, known)
    except RecursionError:  # an expression of a thousand parts
        return Flow(name, (), ())
    kept = [number for number, one in enumerate(found.made) if not one.is_folded]
    at = {number: place for place, number in enumerate(kept)}
    nodes = tuple(
        Node(one.name, one.dims, one.role, one.place, one.text) for one in (found.made[number] for number in kept)
    )
    edges = tuple(
        dict.fromkeys(
            Edge(at[source], at[number], one.label)
            for number, one in enumerate(found.made)
            if number in at
            for source in one.sources
        )
    )
    return Flow(name, nodes, edges)


def flows_in(known: Known) -> Iterator[Flow]:
    """The flow through each function of a text that has operations, and through the module if it has any."""
    for scope, name in scopes_in(known.tree):
        flow = flow_of(scope, name, known)
        if flow.edges:
            yield flow


def scopes_in(tree: ast.Module, lines: range | None = None) -> Iterator[tuple[Scope, str]]:
    """The module and every function in it, with their names: "", "Attention.forward"; or those that have some lines."""
    yield tree, ""
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, prefix = waiting.pop(0)
        for part in ast.iter_child_nodes(node):
            if not isinstance(part, ast.stmt) or (lines is not None and not _has_some(part, lines)):
                continue
            if isinstance(part, Function | ast.ClassDef):
                name = f"{prefix}{part.name}"
                if isinstance(part, Function):
                    yield part, name
                waiting.append((part, f"{name}."))
            else:
                waiting.append((part, prefix))


def _has_some(statement: ast.stmt, lines: range) -> bool:
    return statement.lineno - 1 < lines.stop and lines.start < (statement.end_lineno or statement.lineno)
