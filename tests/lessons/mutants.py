"""Mutants: what a program becomes by one small slip in its text.

Operators, comparisons, numbers one up or down (dims among them), letters of einops and einsum patterns that change
places, functions for their likes, calls and methods left out, arguments exchanged or left out, statements left out.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """`slip` says what was changed, as `line 7: a + b  ->  a - b`."""

    slip: str
    text: str


def mutants(text: str) -> list[Mutant]:
    """All mutants of a Python file, each text once.  Annotations, docstrings and imports stay as they are."""
    tree = ast.parse(text)
    found: dict[str, Mutant] = {}
    for place, node in enumerate(_nodes(tree)):
        for slip in _slips(node, tree):
            mutated = copy.deepcopy(tree)
            old = next(itertools.islice(_nodes(mutated), place, None))
            new = slip(copy.deepcopy(old))
            changed = ast.unparse(ast.fix_missing_locations(_Replace(old, new).visit(mutated)))
            if changed != ast.unparse(tree):
                found.setdefault(changed, Mutant(f"line {node.lineno}: {_short(node)}  ->  {_short(new)}", changed))
    return list(found.values())


Slip = Callable[[Any], ast.AST]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _nodes(tree: ast.Module) -> Iterator[Any]:
    """The expressions and statements that can have a slip in them, in a fixed order."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign):
            yield from _below(node)


def _below(node: ast.AST) -> Iterator[Any]:
    if isinstance(node, ast.expr | ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node
    if isinstance(node, ast.Raise):  # what an error says is nobody's answer
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_docstring(child):
                yield from _below(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else text[:67] + "..."


def _slips(node: ast.AST, tree: ast.Module) -> Iterator[Slip]:
    for kind, slips in _SLIPS:
        if isinstance(node, kind):
            yield from slips(node, tree)


# -- one function for each kind of node --------------------------------------------------------------------------------

_OTHER_OPERATORS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Div, ast.Mod],
    ast.Mod: [ast.FloorDiv, ast.Mult],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
_OTHER_COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
_LIKES = [
    ("sum", "mean"), ("max", "min"), ("amax", "amin"), ("argmax", "argmin"), ("any", "all"), ("floor", "ceil"),
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("triu", "tril"), ("maximum", "minimum"), ("round", "trunc"),
    ("exp", "log"), ("repeat_interleave", "repeat"), ("randn", "rand"), ("prod", "sum"), ("sqrt", "square"),
    ("append", "remove"), ("lower", "upper"), ("ceil", "round"), ("nbytes", "numel"), ("sin", "cos"), ("abs", "neg"),
]  # fmt: skip
_LIKE: dict[str, list[str]] = {}
for _one, _other in _LIKES:
    _LIKE.setdefault(_one, []).append(_other)
    _LIKE.setdefault(_other, []).append(_one)


def _set(**fields: Any) -> Slip:
    def slip(node: ast.AST) -> ast.AST:
        for name, value in fields.items():
            setattr(node, name, value)
        return node

    return slip


def _operators(node: ast.BinOp, tree: ast.Module) -> Iterator[Slip]:
    for other in _OTHER_OPERATORS.get(type(node.op), []):
        yield _set(op=other())
    if not isinstance(node.op, ast.Add | ast.Mult | ast.BitAnd | ast.BitOr):
        yield lambda node: ast.BinOp(node.right, node.op, node.left)
    yield lambda node: node.left
    yield lambda node: node.right


def _augmented(node: ast.AugAssign, tree: ast.Module) -> Iterator[Slip]:
    for other in _OTHER_OPERATORS.get(type(node.op), []):
        yield _set(op=other())
    yield lambda node: ast.Pass()
    yield lambda node: ast.Assign([node.target], node.value, lineno=node.lineno)


def _unary(node: ast.UnaryOp, tree: ast.Module) -> Iterator[Slip]:
    yield lambda node: node.operand


def _comparisons(node: ast.Compare, tree: ast.Module) -> Iterator[Slip]:
    for place, op in enumerate(node.ops):
        for other in _OTHER_COMPARISONS.get(type(op), []):
            yield lambda node, place=place, other=other: _with_item(node, "ops", place, other())


def _booleans(node: ast.BoolOp, tree: ast.Module) -> Iterator[Slip]:
    yield _set(op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        yield lambda node, place=place: node.values[place]


def _constants(node: ast.Constant, tree: ast.Module) -> Iterator[Slip]:
    value = node.value
    if isinstance(value, bool):
        yield _set(value=not value)
    elif isinstance(value, int):
        yield _set(value=value + 1)
        yield _set(value=value - 1)
        yield _set(value=-value)
    elif isinstance(value, float):
        yield _set(value=value + 1)
        yield _set(value=value / 2)
        yield _set(value=-value)
    elif isinstance(value, str):
        texts = list(_patterns(value)) if "->" in value else [value + "x"]
        yield from (_set(value=text) for text in [*texts, *_LIKE.get(value, [])])


def _patterns(pattern: str) -> Iterator[str]:
    """A pattern with two names exchanged on one side, or with one left out on the right."""
    left, arrow, right = pattern.partition("->")
    name = r"[A-Za-z]\w*" if " " in pattern.replace(" -> ", "->").strip() else r"[A-Za-z]"
    for side, before, after in ((left, "", arrow + right), (right, left + arrow, "")):
        words = list(re.finditer(name, side))
        for one, other in itertools.combinations(words, 2):
            swapped = side[: one.start()] + other.group() + side[one.end() : other.start()] + one.group()
            yield before + swapped + side[other.end() :] + after
    for word in re.finditer(name, right):
        yield left + arrow + right[: word.start()] + right[word.end() :].lstrip()


def _sequences(node: ast.Tuple | ast.List, tree: ast.Module) -> Iterator[Slip]:
    for place in range(len(node.elts) - 1):
        yield lambda node, place=place: _with_swapped(node, "elts", place)
    if len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield lambda node: _without(node, "elts", -1)


def _slices(node: ast.Slice, tree: ast.Module) -> Iterator[Slip]:
    for part in ("lower", "upper", "step"):
        if getattr(node, part) is not None:
            yield _set(**{part: None})


def _calls(node: ast.Call, tree: ast.Module) -> Iterator[Slip]:
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value, tree):
        yield lambda node: node.func.value
    elif node.args:
        yield lambda node: node.args[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCTIONS:
        yield from _reductions(node)
    for place in range(len(node.args) - 1):
        yield lambda node, place=place: _with_swapped(node, "args", place)
    if len(node.args) > 1 or (node.args and isinstance(node.func, ast.Attribute)):
        yield lambda node: _without(node, "args", -1)
    for place in range(len(node.keywords)):
        yield lambda node, place=place: _without(node, "keywords", place)
    for one, other in itertools.combinations(range(len(node.keywords)), 2):
        yield lambda node, one=one, other=other: _with_values_swapped(node, one, other)
    if isinstance(node.func, ast.Name) and not _is_imported(node.func.id, tree):
        yield from (_renamed("id", other) for other in _LIKE.get(node.func.id, []))
    if isinstance(node.func, ast.Attribute):
        yield from (_renamed("attr", other) for other in _LIKE.get(node.func.attr, []))


_REDUCTIONS = {"sum", "mean", "max", "min", "amax", "amin", "any", "all", "prod", "std", "var", "argmax", "argmin"}


def _reductions(node: ast.Call) -> Iterator[Slip]:
    """One axis where all are meant; an axis kept that is to go."""
    if not node.args and not node.keywords:
        for dim in (0, -1):
            yield lambda node, dim=dim: _with_keyword(node, "dim", dim)
    elif all(keyword.arg != "keepdim" for keyword in node.keywords):
        yield lambda node: _with_keyword(node, "keepdim", True)


def _with_keyword(node: ast.Call, name: str, value: int) -> ast.Call:
    node.keywords.append(ast.keyword(name, ast.Constant(value)))
    return node


def _attributes(node: ast.Attribute, tree: ast.Module) -> Iterator[Slip]:
    if node.attr in ("T", "mT", "H"):
        yield lambda node: node.value


def _names(node: ast.Name, tree: ast.Module) -> Iterator[Slip]:
    """Another parameter than the one that is meant."""
    if isinstance(node.ctx, ast.Load):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                parameters = [argument.arg for argument in function.args.args]
                if node.id in parameters and any(inner is node for inner in ast.walk(function)):
                    yield from (_set(id=other) for other in parameters if other != node.id)


def _conditions(node: ast.If | ast.IfExp | ast.While, tree: ast.Module) -> Iterator[Slip]:
    yield lambda node: _set(test=ast.UnaryOp(ast.Not(), node.test))(node)


def _comprehensions(node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp, tree: Any) -> Iterator[Slip]:
    for place, generator in enumerate(node.generators):
        if generator.ifs:
            yield lambda node, place=place: _without_conditions(node, place)


# What a result is spoiled with: sign, offset, rank, order, dtype, negative values, axes of size 1.
_SPOILED = ("-(R)", "R + 1", "R[None]", "R.flip(0)", "R.flip(-1)", "R.long()", "R.abs()", "R.squeeze()", "R * 2")


def _returns(node: ast.Return, tree: ast.Module) -> Iterator[Slip]:
    if isinstance(node.value, ast.Tuple):
        for place, spoiled in itertools.product(range(len(node.value.elts)), _SPOILED):
            yield lambda node, place=place, spoiled=spoiled: _with_spoiled(node, place, spoiled)
    elif node.value is not None and not isinstance(node.value, ast.Constant | ast.Dict | ast.List):
        for spoiled in _SPOILED:
            yield lambda node, spoiled=spoiled: _set(value=_filled(spoiled, node.value))(node)


def _with_spoiled(node: ast.Return, place: int, spoiled: str) -> ast.Return:
    assert isinstance(node.value, ast.Tuple)
    node.value.elts[place] = _filled(spoiled, node.value.elts[place])
    return node


def _filled(text: str, value: ast.expr) -> ast.expr:
    """`text` as an expression, with `value` in the place of R."""
    tree = ast.parse(text, mode="eval")
    hole = next(node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "R")
    return _Replace(hole, value).visit(tree).body


def _statements(node: ast.stmt, tree: ast.Module) -> Iterator[Slip]:
    if isinstance(node, ast.Assign | ast.Expr | ast.Raise | ast.Continue | ast.Break | ast.If | ast.For | ast.Delete):
        yield lambda node: ast.Pass(lineno=node.lineno)


_SLIPS: list[tuple[Any, Callable[..., Iterator[Slip]]]] = [
    (ast.BinOp, _operators),
    (ast.AugAssign, _augmented),
    (ast.UnaryOp, _unary),
    (ast.Compare, _comparisons),
    (ast.BoolOp, _booleans),
    (ast.Constant, _constants),
    (ast.Tuple | ast.List, _sequences),
    (ast.Slice, _slices),
    (ast.Call, _calls),
    (ast.Attribute, _attributes),
    (ast.Name, _names),
    (ast.If | ast.IfExp | ast.While, _conditions),
    (ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp, _comprehensions),
    (ast.Return, _returns),
    (ast.stmt, _statements),
]


# -- changing a copy ---------------------------------------------------------------------------------------------------


def _with_item(node: Any, field: str, place: int, item: Any) -> Any:
    getattr(node, field)[place] = item
    return node


def _with_swapped(node: Any, field: str, place: int) -> Any:
    items = getattr(node, field)
    items[place], items[place + 1] = items[place + 1], items[place]
    return node


def _with_values_swapped(node: ast.Call, one: int, other: int) -> ast.Call:
    keywords = node.keywords
    keywords[one].value, keywords[other].value = keywords[other].value, keywords[one].value
    return node


def _without(node: Any, field: str, place: int) -> Any:
    del getattr(node, field)[place]
    return node


def _renamed(field: str, name: str) -> Slip:
    def slip(node: Any) -> ast.AST:
        setattr(node.func, field, name)
        return node

    return slip


def _without_conditions(node: Any, place: int) -> Any:
    node.generators[place].ifs = []
    return node


def _is_module(node: ast.expr, tree: ast.Module) -> bool:
    return isinstance(node, ast.Name) and _is_imported(node.id, tree)


def _is_imported(name: str, tree: ast.Module) -> bool:
    aliases = (
        alias for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    )
    return any((alias.asname or alias.name.partition(".")[0]) == name for alias in aliases)
