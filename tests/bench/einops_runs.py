"""What has to be known to run a function before and after a hint was followed; `both_ways.py` does it."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from shapecoach.analysis.model import Analysis, Fact, Finding
from shapecoach.analysis.source import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef
_LIBRARY = frozenset({"torch", "F", "nn", "np", "einops", "rearrange", "reduce", "repeat", "einsum"})


def run_both_ways(python: str, requests: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The answers of `both_ways.py`, run by another interpreter."""
    child = subprocess.run(
        [python, str(Path(__file__).with_name("both_ways.py"))],
        input="".join(json.dumps(request) + "\n" for request in requests),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in child.stdout.splitlines()]


def request_of(root: Path, path: Path, text: str, new: str, analysis: Analysis, hint: Finding) -> dict[str, object]:
    """How to run the function that a hint is in: `new` is the text of its file with the hint followed."""
    source = Source(text)
    function = _function_around(source, hint)
    lines = range(function.node.lineno - 1, function.node.end_lineno or 0) if function else range(0)
    here = [fact for fact in analysis.facts if fact.range.start.line in lines and _is_whole(fact)]
    module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    return {
        "root": str(root),
        "module": module,
        "old": text,
        "new": new,
        "function": function.path if function else [],
        "lines": [hint.range.start.line + 1, hint.range.end.line + 1],
        "parameters": _parameters(function.node, here) if function else {},
        "expression": _expression(source, hint, here),
        "exactly": hint.rule in ("prefer-rearrange", "prefer-repeat"),
    }


def _is_whole(fact: Fact) -> bool:
    return fact.dims is not None


class _Found:
    def __init__(self, path: list[str], node: Function) -> None:
        self.path, self.node = path, node


def _function_around(source: Source, hint: Finding) -> _Found | None:
    """The outermost function that a hint is in, with the classes that it is in."""

    def within(body: list[ast.stmt], path: list[str]) -> _Found | None:
        for node in body:
            if node.lineno <= hint.range.start.line + 1 <= (node.end_lineno or node.lineno):
                if isinstance(node, Function):
                    return _Found([*path, node.name], node)
                if isinstance(node, ast.ClassDef):
                    return within(node.body, [*path, node.name])
        return None

    return within(source.tree.body, [])


def _parameters(function: Function, facts: Sequence[Fact]) -> dict[str, dict[str, object]]:
    """The axes of each parameter, as they are first known in the function."""
    args = function.args
    names = [arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
    found: dict[str, dict[str, object]] = {}
    body = function.body[0].lineno - 1
    for fact in sorted(facts, key=lambda fact: fact.range):
        is_bound_anew = fact.binding and fact.range.start.line >= body
        if fact.name in names and not is_bound_anew:
            found.setdefault(fact.name, _tensor(fact))
    return found


def _tensor(fact: Fact) -> dict[str, object]:
    return {"dims": list(fact.dims or ()), "dtype": fact.dtype or "float"}


def _expression(source: Source, hint: Finding, facts: Sequence[Fact]) -> dict[str, object] | None:
    """Both forms with names for what they are of: tensors that the engine knows, and numbers."""
    old = next((n for n in source.nodes if isinstance(n, ast.expr) and source.range(n) == hint.range), None)
    new = ast.parse(f"({hint.fixes[0].edits[0].new_text}\n)", mode="eval").body
    if old is None or not isinstance(new, ast.Call):
        return None
    by_place = {fact.range: fact for fact in facts}
    of = {ast.dump(base) for base in _bases(new)}
    names: dict[str, str] = {}
    tensors: dict[str, dict[str, object]] = {}
    ints: dict[str, str] = {}
    used: list[Fact] = []
    for node in ast.walk(old):
        fact = by_place.get(source.range(node)) if isinstance(node, ast.expr) else None
        dumped = ast.dump(node)
        is_named = isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and node.attr not in ("T", "mT"))
        if fact is not None and (dumped in of or is_named) and dumped not in names:
            names[dumped] = f"tensor{len(names)}"
            tensors[names[dumped]] = _tensor(fact)
            used.append(fact)
    if any("?" in (fact.dims or ()) for fact in used):
        return None  # a size that can't be drawn as the program has it
    replace = _Replace(names, ints)
    texts = [ast.unparse(ast.fix_missing_locations(replace.visit(form))) for form in (old, new)]
    result = by_place.get(hint.range)
    dims = list(result.dims or ()) if result is not None else []
    is_exact = not any(dim.startswith(("*", "...", "?")) for dim in dims)
    return {"old": texts[0], "new": texts[1], "tensors": tensors, "ints": ints, "result": dims if is_exact else []}


def _bases(call: ast.Call) -> Iterator[ast.expr]:
    """What an einops call is of: all arguments in front of the pattern, the items of a list one by one."""
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return
        yield from argument.elts if isinstance(argument, ast.List) else (argument,)


class _Replace(ast.NodeTransformer):
    """Names in the place of what has one; what else is named is a number."""

    def __init__(self, names: dict[str, str], ints: dict[str, str]) -> None:
        self.names, self.ints = names, ints

    def visit(self, node: ast.AST) -> ast.AST:
        name = self.names.get(ast.dump(node))
        if name is not None:
            return ast.Name(name, ast.Load())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            kept = node.func
            if not (isinstance(kept.value, ast.Name) and kept.value.id in _LIBRARY):
                kept.value = self.visit(kept.value)  # pyright: ignore[reportAttributeAccessIssue]
            node.args = [self.visit(arg) for arg in node.args]  # pyright: ignore[reportAttributeAccessIssue]
            node.keywords = [self.visit(keyword) for keyword in node.keywords]  # pyright: ignore[reportAttributeAccessIssue]
            return node
        if isinstance(node, ast.Attribute) and node.attr not in ("shape", "T", "mT") and _is_dotted(node):
            return self._number(ast.unparse(node), node.attr)
        if isinstance(node, ast.Name) and node.id not in _LIBRARY and not node.id.startswith("tensor"):
            return node if node.id in ("int", "len", "min", "max", "range") else self._number(node.id, node.id)
        return self.generic_visit(node)

    def _number(self, written: str, size: str) -> ast.expr:
        name = f"int_{written.replace('.', '_')}"
        self.ints[name] = size
        return ast.Name(name, ast.Load())


def _is_dotted(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_dotted(node.value))
