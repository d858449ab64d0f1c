"""Running a program for real and writing down the shape of every name after every binding."""

from __future__ import annotations

import ast
import random
import traceback
import warnings
from dataclasses import dataclass, field
from typing import Any

import torch

from ..eager import CHECK, check_annotations
from .program import Program, value

_ENTERED, _BOUND = "entered_", "bound_"


@dataclass(frozen=True)
class Binding:
    """The shape that a name had after a binding, and the sizes of the axes that could be named there."""

    function: str
    line: int  # from 0
    name: str
    shape: tuple[int, ...] | None  # None: not a tensor
    sizes: dict[str, int]


@dataclass
class Run:
    bindings: list[Binding] = field(default_factory=list)
    error: Exception | None = None
    error_lines: tuple[int, ...] = ()
    """The lines in the program (from 0) where it stopped: of the innermost call first."""


def run(program: Program) -> Run:
    """Run the program's function at the sizes it was written for."""
    done = Run()
    frames: list[tuple[str, dict[str, int]]] = []

    def entered(function: str, parameters: dict[str, tuple[Any, str]], line: int) -> None:
        sizes = dict(frames[-1][1]) if frames else {}
        for argument, axes in parameters.values():
            if isinstance(argument, torch.Tensor):
                sizes |= _named(axes, tuple(argument.shape))
        frames.append((function, sizes))
        for name, (argument, _) in parameters.items():
            bound(name, argument, line)

    def bound(name: str, bound_to: Any, line: int) -> None:
        function, sizes = frames[-1]
        if type(bound_to) is int:  # a size may go by the name of an int
            sizes = {**sizes, name: bound_to}
            frames[-1] = (function, sizes)
        shape = tuple(bound_to.shape) if isinstance(bound_to, torch.Tensor) else None
        done.bindings.append(Binding(function, line, name, shape, sizes))

    tree = ast.fix_missing_locations(_Recording().visit(ast.parse(program.text)))
    names: dict[str, Any] = {_ENTERED: entered, _BOUND: bound, "left_": lambda: frames.pop(), CHECK: check_annotations}
    random.seed(program.seed)
    torch.manual_seed(program.seed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(tree, "<program>", "exec", dont_inherit=True), names)
            names["program"](*(value(axes, program.seed) for axes in program.parameters.values()))
    except Exception as error:  # how the program fails is what is being recorded
        done.error = error
        stack = traceback.extract_tb(error.__traceback__)
        done.error_lines = tuple(f.lineno - 1 for f in reversed(stack) if f.filename == "<program>" and f.lineno)
    return done


def _named(axes: str, shape: tuple[int, ...]) -> dict[str, int]:
    """The size of each axis that an annotation names; a run of axes isn't named."""
    spelled = axes.split()
    for at, axis in enumerate(spelled):
        if axis == "..." or axis.startswith("*"):
            after = len(spelled) - at - 1
            pairs = [*zip(spelled[:at], shape, strict=False)]
            pairs += [*zip(spelled[at + 1 :], shape[len(shape) - after :], strict=True)]
            return {name: size for name, size in pairs if name.isidentifier()}
    return {name: size for name, size in zip(spelled, shape, strict=False) if name.isidentifier()}


class _Recording(ast.NodeTransformer):
    """After every binding, a call that writes down what was bound."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        given = ", ".join(f"{a.arg!r}: ({a.arg}, {_axes(a)!r})" for a in node.args.args)
        node.body = [
            *_statements(f"{_ENTERED}({node.name!r}, {{{given}}}, {node.lineno - 1})", node.lineno),
            ast.Try(body=node.body, handlers=[], orelse=[], finalbody=_statements("left_()", node.lineno)),
        ]
        if node.name != "program":  # whose arguments were made to fit
            node.decorator_list.append(ast.Name(CHECK, ast.Load(), lineno=node.lineno, col_offset=0))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        return [node, *(call for target in node.targets for call in self._calls(target))]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        return [node, *self._calls(node.target)]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        return [node, *self._calls(node.target)]

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.body[:0] = self._calls(node.target)
        return node

    def _calls(self, target: ast.expr) -> list[ast.stmt]:
        names = [n for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        return [call for n in names for call in _statements(f"{_BOUND}({n.id!r}, {n.id}, {n.lineno - 1})", n.lineno)]


def _axes(argument: ast.arg) -> str:
    annotation = argument.annotation
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        return str(ast.literal_eval(annotation.slice.elts[1]))
    return ""


def _statements(text: str, line: int) -> list[ast.stmt]:
    statements = ast.parse(text).body
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr | ast.stmt):
                node.lineno = node.end_lineno = line
                node.col_offset = node.end_col_offset = 0
    return statements
