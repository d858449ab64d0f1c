"""Running programs for real, under jaxtyping and beartype, to learn what is true of them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import beartype
import jaxtyping

DATA = Path(__file__).parent.parent / "data"

CHECK = "check_annotations_"
"""The name under which a checked module knows `check_annotations`."""

check_annotations = jaxtyping.jaxtyped(typechecker=beartype.beartype)


class _Checked(ast.NodeTransformer):
    """Decorates every function so that its jaxtyping annotations are checked when it runs."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.decorator_list.append(ast.Name(CHECK, ast.Load()))
        return node


def checked_names(text: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """The names after definitions in which every function checks its annotations; raises what they raise."""
    tree = ast.fix_missing_locations(_Checked().visit(ast.parse(text)))
    after = {**names, CHECK: check_annotations}
    exec(compile(tree, "<definition>", "exec", dont_inherit=True), after)
    return after


def checked_module(text: str, name: str = "program") -> ModuleType:
    """Run the text as a module of this name in which every function checks its annotations; raises what it raises."""
    tree = ast.fix_missing_locations(_Checked().visit(ast.parse(text)))
    module = ModuleType(name)
    setattr(module, CHECK, check_annotations)
    with registered(module):
        exec(compile(tree, f"<{name}>", "exec", dont_inherit=True), module.__dict__)
    return module


@contextmanager
def registered(module: ModuleType) -> Iterator[ModuleType]:
    """The module is in `sys.modules` meanwhile: dataclasses and deferred annotations look there."""
    sys.modules[module.__name__] = module
    try:
        yield module
    finally:
        del sys.modules[module.__name__]
