"""One operation as it is written: which tensors go into an expression, and what it does is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from shapecoach.flow.known import Known

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not",
}  # fmt: skip
LONGEST_LABEL = 40
_ATTRIBUTES = frozenset({"shape", "dtype", "device", "ndim", "is_cuda", "requires_grad"})
_METHODS = frozenset({"size", "dim", "numel", "stride", "type", "is_contiguous", "is_floating_point"})
TENSOR_ATTRIBUTES = frozenset({"T", "mT", "H", "mH", "real", "imag", "data", "grad"})


@dataclass(frozen=True, slots=True)
class Operation:
    """What an expression does to the tensors in it.  `name` is a library's own, or empty where it is none."""

    node: ast.expr
    label: str
    name: str
    operands: tuple[ast.expr, ...]


def operation_of(node: ast.expr, known: Known) -> Operation | None:
    """The operation that an expression is; None for a name, and where no tensor goes in."""
    if isinstance(node, ast.Name | ast.NamedExpr):
        return None
    operands = tuple(tensors_in(node, known))
    if not operands:
        return None
    name = _name(node, known, operands)
    return Operation(node, _label(node, known, name), name, operands)


def label_of(node: ast.expr, known: Known) -> str:
    """What an expression does is called, whether or not tensors are known to go in."""
    return _label(node, known, _name(node, known, tuple(tensors_in(node, known))))


def tensors_in(node: ast.AST, known: Known) -> Iterator[ast.expr]:
    """The outermost tensors within an expression, in the order they are written."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr) and known.fact(part) is not None:
            yield part
        elif not is_about_a_tensor(part):
            yield from tensors_in(part, known)


def is_about_a_tensor(node: ast.AST) -> bool:
    """Whether a part says something of a tensor, and none of its numbers go into what holds it."""
    match node:
        case ast.Lambda():
            return True
        case ast.Attribute(attr=attr):
            return attr in _ATTRIBUTES
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr in _METHODS
        case ast.Call(func=ast.Name(id=name)):
            return name in ("len", "isinstance", "print", "type")
        case _:
            return False


def is_method(node: ast.expr, operands: tuple[ast.expr, ...]) -> bool:
    """Whether a call is of a method of its first tensor."""
    func = node.func if isinstance(node, ast.Call) else None
    return isinstance(func, ast.Attribute) and func.value in operands[:1]


def _name(node: ast.expr, known: Known, operands: tuple[ast.expr, ...]) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=attr)) if is_method(node, operands):
            return attr
        case ast.Call():
            return known.path(node.func).rpartition(".")[2]
        case ast.BinOp() | ast.UnaryOp():
            return SIGNS[type(node.op)]
        case ast.Compare(ops=[op]):
            return SIGNS.get(type(op), "")
        case ast.Subscript():
            return "[]"
        case ast.Attribute(attr=attr) if attr in TENSOR_ATTRIBUTES:
            return attr
        case _:
            return ""


def _label(node: ast.expr, known: Known, name: str) -> str:
    match node:
        case ast.Subscript():
            return shortened(f"[{known.source.segment(node.slice)}]")
        case ast.Call() if not name:
            return shortened(known.source.segment(node.func))
        case ast.IfExp():
            return "if"
        case ast.BoolOp():
            return "and" if isinstance(node.op, ast.And) else "or"
        case ast.Tuple() | ast.List():
            return "[…]"
        case _:
            return name or "…"


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """The text, its end left out where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
