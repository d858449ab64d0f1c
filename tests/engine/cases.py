"""Small programs that say what must be known of them: `#: dims` after a binding, `#! rule` where something is wrong.

A file of `tests/data/cases` holds many, each under a title.  What follows `---` are the sizes of the axes, all of them
different, and lines that use the program: so that what is claimed is also tried with real PyTorch, jaxtyping and
beartype.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from beartype.door import die_if_unbearable

from .eager import CHECK, DATA, check_annotations, registered

IMPORTS = """\
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, wraps
from typing import (
    Annotated, Any, ClassVar, Generic, NamedTuple, Optional, ParamSpec, TypeAlias, TypedDict, TypeVar, Union,
)

import einops
import jaxtyping
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import (
    BFloat16, Bool, Complex, Float, Float16, Float32, Inexact, Int, Int32, Int64, Integer, Key, Num, Real,
    Shaped, UInt8,
)
from torch import Tensor

"""

_MARK = re.compile(r"#(?P<kind>[:!])(?P<text>[^#]*)$")


@dataclass(frozen=True)
class Case:
    """`shapes` and `wrong` say by line of `text` (from 0) what is expected there."""

    title: str
    text: str
    sizes: dict[str, Any]
    use: str

    @property
    def marks(self) -> Iterator[tuple[int, str, str]]:
        for number, line in enumerate(self.text.splitlines()):
            mark = _MARK.search(line)
            if mark is not None:
                yield number, mark["kind"], mark["text"].strip()

    @property
    def shapes(self) -> dict[int, tuple[str, ...]]:
        """What the tensor bound on a line is, an empty tuple for a scalar."""
        return {
            number: tuple(dim.strip() for dim in text.split(", ") if dim.strip())
            for number, kind, text in self.marks
            if kind == ":"
        }

    @property
    def wrong(self) -> list[tuple[int, str]]:
        return [(number, rule) for number, kind, text in self.marks if kind == "!" for rule in text.split(", ")]


def cases(name: str) -> dict[str, Case]:
    """The cases of one file by title."""
    sections = re.split(r"^# ", (DATA / "cases" / f"{name}.txt").read_text(), flags=re.MULTILINE)[1:]
    found: dict[str, Case] = {}
    for section in sections:
        title, body = section.split("\n", 1)
        program, _, use = body.partition("\n---")
        sizes, _, use = use.partition("\n")
        assert title not in found, f"two cases are called {title}"
        before, future, rest = program.partition("from __future__ import annotations\n")
        text = future + IMPORTS + (rest if future else before)
        found[title] = Case(title, text.strip() + "\n", eval(f"dict({sizes})"), use)
    return found


def names() -> list[str]:
    return sorted(path.stem for path in Path(DATA / "cases").glob("*.txt"))


# -- for real ---------------------------------------------------------------------------------------

_EXPECT, _DECLARED = "expect_shape_", "die_if_unbearable_"


class _Tried(ast.NodeTransformer):
    """Every annotation is checked, and every shape that the case claims."""

    def __init__(self, case: Case) -> None:
        self.shapes = case.shapes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.decorator_list.append(ast.Name(CHECK, ast.Load()))
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        # A field's value needn't be of the declared type: `field(default_factory=list)`.
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.ClassDef):
                self.visit(part)
        if any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
            node.decorator_list.insert(0, ast.Name(CHECK, ast.Load()))
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        return [node, *self._expected(node, node.targets[0])]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        if node.value is None or (isinstance(node.target, ast.Name) and "TypeAlias" in ast.unparse(node.annotation)):
            return [node]
        check = f"{_DECLARED}({ast.unparse(node.target)}, {_said(node.annotation)})"
        return [node, *self._at(node, check), *self._expected(node, node.target)]

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.body[:0] = self._expected(node.target, node.target)
        return node

    def _expected(self, node: ast.stmt | ast.expr, target: ast.expr) -> list[ast.stmt]:
        dims = self.shapes.get(node.lineno - 1)
        if dims is None:
            return []
        target = target.elts[-1] if isinstance(target, ast.Tuple) else target
        return self._at(node, f"{_EXPECT}({ast.unparse(target)}, {dims!r})")

    def _at(self, node: ast.AST, text: str) -> list[ast.stmt]:
        statements = ast.parse(text).body
        for statement in statements:
            for part in ast.walk(statement):
                ast.copy_location(part, node)
        return statements


def _said(annotation: ast.expr) -> str:
    is_text = isinstance(annotation, ast.Constant) and isinstance(annotation.value, str)
    return str(annotation.value) if is_text else ast.unparse(annotation)


def tried(case: Case) -> ModuleType:
    """Run a case and the lines that use it; raises what they raise."""

    def expect_shape(tensor: torch.Tensor, dims: tuple[str, ...]) -> None:
        wanted: list[int | None] = []
        for dim in dims:
            if dim == "..." or dim.startswith("*"):
                wanted += case.sizes["dots" if dim == "..." else dim[1:]]
            else:
                wanted.append(None if dim == "?" else eval(dim, {}, case.sizes))
        got = list(tensor.shape)
        fits = len(got) == len(wanted) and all(want in (None, size) for want, size in zip(wanted, got, strict=True))
        assert fits, f"{got} is not {dims}"

    tree = ast.fix_missing_locations(_Tried(case).visit(ast.parse(case.text)))
    module = ModuleType("case")
    vars(module).update({CHECK: check_annotations, _EXPECT: expect_shape, _DECLARED: die_if_unbearable, **case.sizes})
    with registered(module):
        exec(compile(tree, "<case>", "exec", dont_inherit=True), vars(module))
        exec(compile(case.use, "<use>", "exec", dont_inherit=True), vars(module))
    return module
