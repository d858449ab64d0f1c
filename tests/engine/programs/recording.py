"""Rewriting a program so that it reports, as it runs, every call, every binding and every return."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ..eager import CHECK

ENTERED, BOUND, LEFT, LEAVING, HELD, TAKEN = "entered_", "bound_", "left_", "leaving_", "held_", "taken_"
RETURNED = "returned_"
"""The names by which a program calls what records it."""


class Recording(ast.NodeTransformer):
    """After every binding a call that writes down what was bound; every annotation is checked."""

    def __init__(self) -> None:
        self._returns: list[str | None] = []  # of the functions around, the innermost last

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self._returns.append(axes_of(node.returns))
        self.generic_visit(node)
        self._returns.pop()
        everything = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        given = ", ".join(f"{a.arg!r}: ({a.arg}, {axes_of(a.annotation)!r})" for a in everything)
        node.body = [
            *_statements(f"{ENTERED}({node.name!r}, {{{given}}}, {node.lineno - 1})", node.lineno),
            ast.Try(body=node.body, handlers=[], orelse=[], finalbody=_statements(f"{LEFT}()", node.lineno)),
        ]
        if not _is_generator(node):
            node.decorator_list.append(ast.Name(CHECK, ast.Load(), lineno=node.lineno, col_offset=0))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        return [node, *(call for target in node.targets for call in _calls(target))]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | list[ast.stmt]:
        if node.value is None or not isinstance(node.target, ast.Name):
            return node
        name, line = node.target.id, node.lineno
        axes = axes_of(node.annotation)
        held = [] if axes is None else _statements(f"{HELD}({name}, {ast.unparse(node.annotation)})", line)
        return [node, *held, *_statements(f"{BOUND}({name!r}, {name}, {line - 1}, {axes!r})", line)]

    def visit_match_case(self, node: ast.match_case) -> ast.match_case:
        self.generic_visit(node)
        captured = [part for part in ast.walk(node.pattern) if isinstance(part, ast.MatchAs) and part.name]
        calls = (_statements(f"{BOUND}({p.name!r}, {p.name}, {p.lineno - 1})", p.lineno) for p in captured)
        node.body[:0] = [call for statements in calls for call in statements]
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        self.generic_visit(node)
        return _call(BOUND, ast.Constant(node.target.id), node, ast.Constant(node.lineno - 1))

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        body, orelse = _taken(node.body), _taken(node.orelse)
        self.generic_visit(node)
        node.body, node.orelse = body(node.body), orelse(node.orelse)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.BoolOp:
        taken = [_taken(value) for value in node.values]
        self.generic_visit(node)
        node.values = [note(value) for note, value in zip(taken, node.values, strict=True)]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        fields = [part for part in node.body if not isinstance(part, ast.FunctionDef)]
        node.body = [part if part in fields else self.visit(part) for part in node.body]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        return [node, *_calls(node.target)]

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.body[:0] = _calls(node.target)
        return node

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        self.generic_visit(node)
        axes = self._returns[-1] if self._returns else None
        if axes is not None and node.value is not None:
            node.value = _call(RETURNED, node.value, ast.Constant(axes))
        return [*_statements(f"{LEAVING}({node.lineno - 1})", node.lineno), node]


def perhaps_taken(node: ast.AST) -> list[ast.expr]:
    """The parts of an expression that are not evaluated each time that it is."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp():
            return node.values
        case _:
            return []


def _is_generator(function: ast.FunctionDef) -> bool:
    """Whether it yields itself, rather than a function in it."""
    inner = (part for part in ast.walk(function) if isinstance(part, ast.FunctionDef) and part is not function)
    others = {id(part) for one in inner for part in ast.walk(one)}
    return any(isinstance(part, ast.Yield) and id(part) not in others for part in ast.walk(function))


def _taken(part: ast.expr) -> Callable[[ast.expr], ast.expr]:
    """What notes that a part of an expression was evaluated, by where it stands."""
    line, character = part.lineno - 1, part.col_offset
    return lambda value: _call(TAKEN, ast.Constant(line), ast.Constant(character), value)


def _call(function: str, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(function, ast.Load()), list(args), [])


def axes_of(annotation: ast.expr | None) -> str | None:
    """The axes that an annotation says, None where it isn't jaxtyping's."""
    match annotation:
        case ast.BinOp(left=left):
            return axes_of(left)
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(axes))])):
            return axes
        case _:
            return None


def _calls(target: ast.expr) -> list[ast.stmt]:
    """What reports the names, and the attributes of `self`, that a target binds."""
    found: list[ast.stmt] = []
    for node in ast.walk(target):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            name = ast.unparse(node)
            found += _statements(f"{BOUND}({name!r}, {name}, {node.lineno - 1})", node.lineno)
    return found


def _statements(text: str, line: int) -> list[ast.stmt]:
    statements = ast.parse(text).body
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr | ast.stmt):
                node.lineno = node.end_lineno = line
                node.col_offset = node.end_col_offset = 0
    return statements
