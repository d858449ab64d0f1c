"""What a condition says about the values in it, on either side of a branch."""

from __future__ import annotations

import ast

from shapecoach.analysis.values import Instance, Library, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe.arguments import Module, Seq
from shapecoach.probe.solve import equate
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Tensor


def truth(walk: Walk, test: ast.expr) -> bool | None:
    """Whether a condition is sure to hold or to fail; None where it may do either."""
    match test:
        case ast.Constant(value=value) if isinstance(value, bool | None):
            return bool(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth(walk, operand)
            return None if inner is None else not inner
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as operator], comparators=[ast.Constant(value=None)]):
            value = _peek(walk, left)
            if value is None:
                return isinstance(operator, ast.Is)
            if isinstance(value, Tensor | Dim | Instance | Module | Seq):
                return isinstance(operator, ast.IsNot)
            return None
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compared(operator, _peek(walk, left), _peek(walk, right))
        case ast.BoolOp(op=operator, values=values):
            known = [truth(walk, value) for value in values]
            decisive = isinstance(operator, ast.Or)
            if decisive in known:
                return decisive
            return (not decisive) if None not in known else None
        case ast.Name() | ast.Attribute() if _peek(walk, test) == _FOR_TYPE_CHECKERS:
            return True
        case ast.Name():
            value = _peek(walk, test)
            return value if isinstance(value, bool) else False if value is None else None
        case _:
            return None


_FOR_TYPE_CHECKERS = Library("typing.TYPE_CHECKING")


def _compared(operator: ast.cmpop, left: Value, right: Value) -> bool | None:
    if not isinstance(left, Dim) or not isinstance(right, Dim):
        return None
    first, second = left.constant, right.constant
    if first is None or second is None:
        return None
    match operator:
        case ast.Eq():
            return first == second
        case ast.NotEq():
            return first != second
        case ast.Lt():
            return first < second
        case ast.LtE():
            return first <= second
        case ast.Gt():
            return first > second
        case ast.GtE():
            return first >= second
        case _:
            return None


def when(walk: Walk, test: ast.expr, holds: bool) -> None:
    """Let the walk know that a condition holds, or that it doesn't."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            when(walk, operand, not holds)
        case ast.BoolOp(op=operator, values=values) if isinstance(operator, ast.And) is holds:
            for value in values:
                when(walk, value, holds)
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as operator], comparators=[ast.Constant(value=None)]):
            _settle(walk, left, is_none=isinstance(operator, ast.Is) is holds)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
            if isinstance(operator, ast.Eq) is holds:
                _equal(walk, _peek(walk, left), _peek(walk, right))
        case ast.Name():
            _settle(walk, test, is_none=not holds)
        case _:
            pass


def _equal(walk: Walk, first: Value, second: Value) -> None:
    """Sizes that a condition (or an `assert`) says are equal, one by one where they are whole shapes."""
    if isinstance(first, Seq) and isinstance(second, Seq) and len(first.items) == len(second.items):
        for mine, other in zip(first.items, second.items, strict=True):
            _equal(walk, mine, other)
    first, second = walk.bindings.resolve(first), walk.bindings.resolve(second)
    if isinstance(first, Dim) and isinstance(second, Dim):
        replacement = equate(first, second)
        if replacement is not None:
            walk.bindings = walk.bindings.join(replacement)


_OF_SHAPES = frozenset({"shape", "size", "ndim", "dim", "dtype", "numel", "is_floating_point"})


def asks_of_shapes(test: ast.expr) -> bool:
    """Whether a condition asks of shapes in a way that isn't followed, as `x.ndim > 2` or `x.shape[-1] in (1, 3)`.

    What it guards may be right just because of it.
    """
    if isinstance(test, ast.BoolOp):
        return any(asks_of_shapes(value) for value in test.values)
    if isinstance(test, ast.UnaryOp):
        return asks_of_shapes(test.operand)
    followed = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq | ast.NotEq)
    parts = list(ast.walk(test))
    names = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return bool(names & (_OF_SHAPES - {"shape", "size"} if followed else _OF_SHAPES))


def _settle(walk: Walk, node: ast.expr, *, is_none: bool) -> None:
    if isinstance(node, ast.Name):
        value = walk.env.get(node.id)
        if isinstance(value, MaybeNone):
            walk.env[node.id] = None if is_none else value.value


def _peek(walk: Walk, node: ast.expr) -> Value:
    from shapecoach.analysis.expressions import evaluate

    before = walk.snapshot()
    with walk.silently():
        value = evaluate(walk, node)
    walk.restore(before)
    return value
