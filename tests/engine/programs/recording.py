"""Rewriting a program so that it reports, as it runs, every call, every binding and every return."""

from __future__ import annotations

import ast

from ..eager import CHECK

ENTERED, BOUND, LEFT, LEAVING, HELD = "entered_", "bound_", "left_", "leaving_", "held_"
"""The names by which a program calls what records it."""


class Recording(ast.NodeTransformer):
    """After every binding a call that writes down what was bound; every annotation is checked."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        everything = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        given = ", ".join(f"{a.arg!r}: ({a.arg}, {axes_of(a.annotation)!r})" for a in everything)
        node.body = [
            *_statements(f"{ENTERED}({node.name!r}, {{{given}}}, {node.lineno - 1})", node.lineno),
            ast.Try(body=node.body, handlers=[], orelse=[], finalbody=_statements(f"{LEFT}()", node.lineno)),
        ]
        if not any(isinstance(part, ast.Yield) for part in ast.walk(node)):
            node.decorator_list.append(ast.Name(CHECK, ast.Load(), lineno=node.lineno, col_offset=0))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        return [node, *(call for target in node.targets for call in _calls(target))]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | list[ast.stmt]:
        if node.value is None or not isinstance(node.target, ast.Name):
            return node
        name, line = node.target.id, node.lineno
        held = _statements(f"{HELD}({name}, {ast.unparse(node.annotation)})", line) if axes_of(node.annotation) else []
        axes = axes_of(node.annotation)
        return [node, *held, *_statements(f"{BOUND}({name!r}, {name}, {line - 1}, {axes!r})", line)]

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
        return [*_statements(f"{LEAVING}({node.lineno - 1})", node.lineno), node]


def axes_of(annotation: ast.expr | None) -> str:
    """The axes that an annotation says, "" where it isn't jaxtyping's."""
    match annotation:
        case ast.BinOp(left=left):
            return axes_of(left)
        case ast.Subscript(slice=ast.Tuple(elts=[_, ast.Constant(value=str(axes))])):
            return axes
        case _:
            return ""


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
