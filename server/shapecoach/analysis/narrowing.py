"""What a condition says about the values in it, on either side of a branch."""

from __future__ import annotations

import ast

from shapecoach.analysis import learned
from shapecoach.analysis.tree import nodes
from shapecoach.analysis.used_as_numbers import settled
from shapecoach.analysis.values import Guess, Instance, Library, MaybeNone, Value
from shapecoach.analysis.walk import Walk
from shapecoach.probe import library
from shapecoach.probe.arguments import Module, Real, Seq, SomeBool, Unknown
from shapecoach.probe.solve import equate
from shapecoach.shapes.dim import Dim
from shapecoach.shapes.tensor import Framework, Tensor


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
            return compared(operator, _peek(walk, left), _peek(walk, right))
        case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
            return is_instance(_peek(walk, value), _peek(walk, kinds))
        case ast.Call(func=ast.Attribute() as function, args=[value], keywords=[]) if _is_tensor_check(walk, function):
            return is_instance(_peek(walk, value), _TENSOR)
        case ast.Call(func=ast.Attribute(value=value, attr="is_floating_point"), args=[], keywords=[]):
            return _is_floating_point(_peek(walk, value))
        case ast.Call(func=ast.Attribute() as function, args=[], keywords=[]) if _peek(walk, function) in _OF_COMPILERS:
            return False
        case ast.BoolOp(op=operator, values=values):
            known = [truth(walk, value) for value in values]
            decisive = isinstance(operator, ast.Or)
            if decisive in known:
                return decisive
            return (not decisive) if None not in known else None
        case ast.Name() | ast.Attribute() if _peek(walk, test) == _FOR_TYPE_CHECKERS:
            return True
        case ast.Name() | ast.Attribute(attr="ndim"):
            return _truth_of(_peek(walk, test))
        case _:
            return None


def _truth_of(value: Value) -> bool | None:
    match value:
        case bool():
            return value
        case None:
            return False
        case Dim(constant=int() as number):
            return number != 0
        case _:
            return None


def _is_floating_point(value: Value) -> bool | None:
    if not isinstance(value, Tensor) or value.framework is not Framework.TORCH:
        return None
    return {"float": True, "int": False, "uint": False, "integer": False, "bool": False}.get(value.dtype.family)


_FOR_TYPE_CHECKERS = Library("typing.TYPE_CHECKING")
_TENSOR = Library("torch.Tensor")
_OF_COMPILERS = frozenset(
    Library(f"torch.{name}")
    for name in ("compiler.is_compiling", "compiler.is_exporting", "jit.is_scripting", "jit.is_tracing")
)
"""Whether the program is compiled just now: what it checks of its arguments only where it isn't, is so anyway."""


def _is_tensor_check(walk: Walk, function: ast.Attribute) -> bool:
    return _peek(walk, function) == Library("torch.is_tensor")


def compared(operator: ast.cmpop, left: Value, right: Value) -> bool | None:
    """Whether a comparison of numbers, of strings or of truth values is sure to hold or to fail."""
    if isinstance(left, _PLAIN) and isinstance(operator, ast.In | ast.NotIn) and isinstance(right, Seq):
        among = [compared(ast.Eq(), left, item) for item in right.items]
        held = True if True in among else None if None in among else False
        return held if held is None or isinstance(operator, ast.In) else not held
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN) and isinstance(operator, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(operator, ast.Eq)
    if not isinstance(left, Dim) or not isinstance(right, Dim):
        return None
    first, second = (left - right).constant, 0  # of a size and another by so many more, too
    if first is None:
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


_PLAIN = (str, bool)


def is_instance(value: Value, kinds: Value) -> bool | None:
    """What `isinstance(value, kinds)` says, where that is sure."""
    if isinstance(kinds, Seq):
        among = [is_instance(value, kind) for kind in kinds.items]
        return True if True in among else None if None in among or not among else False
    if isinstance(value, Module) and isinstance(kinds, Library):
        made, asked = library.resolve(value.path), library.resolve(kinds.path)
        return issubclass(made, asked) if isinstance(made, type) and isinstance(asked, type) else None
    kind = _BUILT_IN.get(kinds.path) if isinstance(kinds, Library) else None
    of = next((name for name, types in _TYPES.items() if isinstance(value, types)), None)
    if isinstance(value, Seq):
        of = None if value.names else "list" if value.is_list else "tuple"
    if isinstance(value, Tensor) and value.framework is not Framework.TORCH:
        of = None
    return None if kind is None or of is None else of == kind or (of == "bool" and kind == "int")


_BUILT_IN = {
    "torch.Tensor": "Tensor",
    **{f"builtins.{name}": name for name in "list tuple int float bool str dict".split()},
}
_TYPES = {"Tensor": Tensor, "bool": (bool, SomeBool), "int": Dim, "float": Real, "str": str}


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
                first, second = _peek(walk, left), _peek(walk, right)
                learned.equal(walk, left, second)
                learned.equal(walk, right, first)
                hold_equal(walk, first, second)
        case ast.Call(func=ast.Name(id="isinstance"), args=[value, kinds], keywords=[]):
            _settle_type(walk, value, _peek(walk, kinds), holds)
        case ast.Call(func=ast.Attribute() as function, args=[value], keywords=[]) if _is_tensor_check(walk, function):
            _settle_type(walk, value, _TENSOR, holds)
        case ast.Name():
            _settle(walk, test, is_none=not holds)
        case _:
            pass


def hold_equal(walk: Walk, first: Value, second: Value) -> None:
    """Sizes that a condition (or an `assert`) says are equal, one by one where they are whole shapes."""
    if isinstance(first, Seq) and isinstance(second, Seq) and len(first.items) == len(second.items):
        for mine, other in zip(first.items, second.items, strict=True):
            hold_equal(walk, mine, other)
    first, second = walk.bindings.resolve(first), walk.bindings.resolve(second)
    if isinstance(first, Dim) and isinstance(second, Dim):
        replacement = equate(first, second)
        if replacement is not None:
            walk.bindings = walk.bindings.join(replacement)


_OF_SHAPES = frozenset({"shape", "size", "ndim", "dim", "dtype", "numel", "is_floating_point"})


def asks_of_shapes(walk: Walk, test: ast.expr, holds: bool = True) -> bool:
    """Whether a condition asks of shapes in a way that isn't followed, as `x.ndim > 2` or `x.shape[-1] in (1, 3)`.

    What it guards, where it `holds` or where it doesn't, may be right just because of it.  A part whose answer is sure
    guards nothing.
    """
    if truth(walk, test) is not None:
        return False
    if isinstance(test, ast.BoolOp):
        return any(asks_of_shapes(walk, value, holds) for value in test.values)
    if isinstance(test, ast.UnaryOp):
        return asks_of_shapes(walk, test.operand, holds != isinstance(test.op, ast.Not))
    if _says_of_nothing(walk, test, holds):
        return True
    if holds and _is_larger_than_a_number(test):
        return False
    followed = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq | ast.NotEq)
    parts = list(nodes(test))
    names = {part.attr for part in parts if isinstance(part, ast.Attribute)}
    return bool(names & (_OF_SHAPES - {"shape", "size"} if followed else _OF_SHAPES))


def _says_of_nothing(walk: Walk, test: ast.expr, holds: bool) -> bool:
    """Whether a condition says that an axis has no elements, `if n == 0`: sizes are taken to be more."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
            sizes = _peek(walk, left), _peek(walk, right)
            return Dim.of(0) in sizes and any(map(_is_a_size, sizes)) and isinstance(operator, ast.Eq) is holds
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() as operator], comparators=[right]):
            none = _peek(walk, right) == Dim.of(isinstance(operator, ast.Lt))
            return none and holds and _is_a_size(_peek(walk, left))
        case ast.Name() | ast.Call(func=ast.Name(id="len")):
            return not holds and _is_a_size(_peek(walk, test))
        case _:
            return False


def _is_a_size(value: Value) -> bool:
    """Whether it is a size of which something could be wrong; of unknown ones nothing is said anyway."""
    return isinstance(value, Dim) and value.constant is None and not value.is_unknown


def _is_larger_than_a_number(test: ast.expr) -> bool:
    """Whether a condition says that something is larger than a number: where it holds, no size is pinned down."""
    match test:
        case ast.Compare(ops=[ast.Gt() | ast.GtE()], comparators=[ast.Constant(value=int())]):
            names = {part.attr for part in nodes(test) if isinstance(part, ast.Attribute)}
            return not names & {"ndim", "dim"}
        case _:
            return False


def _settle(walk: Walk, node: ast.expr, *, is_none: bool) -> None:
    if isinstance(node, ast.Name):
        value = walk.env.get(node.id)
        if isinstance(value, MaybeNone):
            walk.env[node.id] = None if is_none else value.value


def _settle_type(walk: Walk, node: ast.expr, kinds: Value, holds: bool) -> None:
    """`isinstance(x, Tensor)`: what may be None is it not; what nothing is known of is a tensor."""
    value = walk.env.get(node.id) if isinstance(node, ast.Name) else None
    if not isinstance(node, ast.Name) or kinds != _TENSOR:
        return
    if isinstance(value, MaybeNone) and isinstance(value.value, Tensor):
        walk.env[node.id] = value.value if holds else None
    elif isinstance(value, Unknown | Guess) and holds:
        walk.env[node.id] = Tensor(None)


def _peek(walk: Walk, node: ast.expr) -> Value:
    from shapecoach.analysis.expressions import evaluate

    if isinstance(node, ast.Name):  # which changes nothing, and most conditions are of these
        return settled(walk.lookup(node.id), walk.numbers)
    if isinstance(node, ast.Constant):
        return evaluate(walk, node)
    before = walk.snapshot()
    with walk.silently():
        value = evaluate(walk, node)
    walk.restore(before)
    return value
