"""An answer's own code as syntax trees: the function, and what it uses of the same file."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from typing import Any

from shapecoach.lessons.judging.recorder import plain_names

_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPING = {"map", "filter", "vmap", "vectorize", "apply_along_axis"}
_TENSOR_LIBRARIES = {"torch", "numpy", "einops", "scipy", "jax", "opt_einsum"}


def own_code(function: Callable[..., Any]) -> OwnCode:
    """The code of a function.  Empty where its text isn't known (a library's function, say)."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return OwnCode(ast.Module([], []), [])
    try:
        module = ast.parse("".join(linecache.getlines(code.co_filename)))
    except SyntaxError:
        return OwnCode(ast.Module([], []), [])
    defined = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined |= {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    reached = [node for node in ast.walk(module) if _begins_at(node) == code.co_firstlineno]
    for tree in reached:  # grows as it goes
        for node in ast.walk(tree):
            used = defined.get(node.id) if isinstance(node, ast.Name) else None
            if used is not None and used not in reached:
                reached.append(used)
    return OwnCode(module, reached)


class OwnCode:
    """Trees to ask questions about."""

    def __init__(self, module: ast.Module, trees: list[ast.AST]) -> None:
        self.trees = trees
        self._imported = dict(_imports(module))

    def lines(self) -> set[int]:
        """The lines, from 1, that this code stands on."""
        spans = ((getattr(tree, "lineno", 0), getattr(tree, "end_lineno", 0)) for tree in self.trees)
        return {line for first, last in spans for line in range(first, last + 1)}

    def has_loop(self) -> bool:
        return any(isinstance(node, _LOOPS) or self._loops(node) for node in self._nodes())

    def calls(self) -> set[str]:
        """The names of library functions and tensor methods that are called, whether or not a run comes by.

        `x.trace()`, `torch.trace(x)`, `np.trace(x)` and an imported `trace(x)` are; `sum(x)`, Python's own, and
        `math.sqrt(x)` are not.
        """
        names: set[str] = set()
        for node in self._nodes():
            if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
                names.add("matmul")
            elif isinstance(node, ast.Call):
                names |= plain_names(self._called(node.func))
        return names - {""}

    def _nodes(self) -> Iterator[ast.AST]:
        return (node for tree in self.trees for node in ast.walk(tree))

    def _loops(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        return (isinstance(node.func, ast.Name) and node.func.id in _LOOPING) or self._called(node.func) in _LOOPING

    def _called(self, function: ast.expr) -> str:
        """The name of a library function or a method, "" for other functions."""
        if isinstance(function, ast.Name):
            package, _, name = self._imported.get(function.id, "").partition(":")
            return name if package in _TENSOR_LIBRARIES else ""
        if not isinstance(function, ast.Attribute):
            return ""
        root = function.value
        while isinstance(root, ast.Attribute):
            root = root.value
        name = root.id if isinstance(root, ast.Name) else ""
        package = self._imported.get(name, "torch:").partition(":")[0]
        return function.attr if package in _TENSOR_LIBRARIES and name != "self" else ""


def _begins_at(node: ast.AST) -> int | None:
    if isinstance(node, ast.FunctionDef):
        return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return node.lineno if isinstance(node, ast.Lambda) else None


def _imports(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Imported names, each with its package and its name there: `("F", "torch:")`, `("t", "torch:trace")`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.partition(".")[0]
                yield alias.asname or package, f"{package}:"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{(node.module or '').partition('.')[0]}:{alias.name}"
